import type {
  Charset,
  GenerateOptions,
  ImageReference,
  PictureSpec,
  PlannedCapture,
  PlannedPage,
  Transfer,
} from './crawl-plan.js'
import { type PlannedUrl, planUrl } from './plan-picture-urls.js'
import { planSites, type Site } from './plan-sites.js'
import { planAlt, planText, planUnusableSource, sentence } from './plan-texts.js'
import { itemAt, type Random } from './seeded-random.js'

const FIRST_SECOND = Date.parse('2026-03-01T00:00:00Z') / 1000
const SECONDS = 31 * 86_400

const CHARSETS: readonly Charset[] = [
  'utf8-header',
  'utf8-header',
  'utf8-header',
  'utf8-meta',
  'utf8-meta',
  'windows-1252-header',
  'utf8-header',
  'windows-1252-meta',
  'utf8-bom',
  'utf8-header',
  'utf16le-bom',
  'utf8-meta',
  'utf16be-bom',
]

const TRANSFERS: readonly Transfer[] = [
  'identity',
  'identity',
  'identity',
  'gzip',
  'identity',
  'chunked',
  'identity',
  'identity',
  'gzip-chunked',
]

/** The pages of a crawl and the captures of the pictures that they show. */
export interface PlannedPages {
  readonly pages: readonly PlannedPage[]
  readonly captures: readonly PlannedCapture[]
}

interface Progress {
  readonly options: GenerateOptions
  readonly pictures: readonly PictureSpec[]
  readonly captures: PlannedCapture[]
  readonly urls: PlannedUrl[]
  readonly urlsOfSite: PlannedUrl[][]
}

/** Plans every page, archive by archive. */
export function planPages(
  random: Random,
  options: GenerateOptions,
  pictures: readonly PictureSpec[],
): PlannedPages {
  const sites = planSites(options.sites)
  const urlsOfSite = sites.all.map((): PlannedUrl[] => [])
  const progress: Progress = { options, pictures, captures: [], urls: [], urlsOfSite }
  const pages: PlannedPage[] = []
  for (let archive = 0; archive < options.archives; archive += 1) {
    for (let number = 0; number < options.pagesPerArchive; number += 1) {
      const rank = sites.draw(random)
      pages.push(
        planPage(random, progress, { archive, rank, ordinal: pages.length, site: itemAt(sites.all, rank) }),
      )
    }
  }
  return { pages, captures: progress.captures }
}

interface Place {
  readonly archive: number
  readonly rank: number
  readonly ordinal: number
  readonly site: Site
}

function planPage(random: Random, progress: Progress, place: Place): PlannedPage {
  const { archive, ordinal, site } = place
  const date = (FIRST_SECOND + random.int(SECONDS)) * 1000
  const section = random.pick(['news', 'shop/items', 'gallery', '2026/03'])
  const references: ImageReference[] = []
  for (let number = 0; number < progress.options.imagesPerPage; number += 1) {
    references.push(...planReference(random, progress, place, date))
  }
  return {
    kind: 'page',
    url: `${site.origin}/${section}/page-${ordinal}.html`,
    archive,
    date,
    language: site.language,
    title: sentence(random, site.language, 5),
    charset: itemAt(CHARSETS, ordinal % CHARSETS.length),
    transfer: itemAt(TRANSFERS, ordinal % TRANSFERS.length),
    base: ordinal % 8 === 5 ? `${site.pictureOrigin}/media/` : undefined,
    references,
    planted: false,
  }
}

function planReference(
  random: Random,
  progress: Progress,
  place: Place,
  date: number,
): readonly ImageReference[] {
  const { language } = place.site
  if (random.chance(0.04)) {
    const picture = random.int(progress.pictures.length)
    const text = planText(random, itemAt(progress.pictures, picture), language, picture)
    return [
      {
        source: { kind: 'unusable', markup: planUnusableSource(random) },
        alt: { kind: 'usable', text },
        placement: 'plain',
      },
    ]
  }
  const known = random.chance(0.25) ? chooseKnown(random, progress, place.rank) : undefined
  const { url, picture, alt: firstAlt } = known ?? addUrl(random, progress, place, date)
  // A URL seen before keeps its text half of the time: exact duplicates of (URL, text) and several texts for one URL.
  const reworded = known !== undefined && random.chance(0.5)
  const alt = reworded ? planAlt(random, itemAt(progress.pictures, picture), language, picture) : firstAlt
  const source = { kind: 'http', url } as const
  if (!random.chance(0.05)) return [{ source, alt, placement: 'plain' }]
  return [
    { source, alt: { kind: 'missing' }, placement: 'lazy' },
    { source, alt, placement: 'noscript' },
  ]
}

function chooseKnown(random: Random, progress: Progress, rank: number): PlannedUrl | undefined {
  const own = itemAt(progress.urlsOfSite, rank)
  const pool = random.chance(0.8) ? own : progress.urls
  return pool.length === 0 ? undefined : random.pick(pool)
}

function addUrl(random: Random, progress: Progress, place: Place, date: number): PlannedUrl {
  const { options, pictures, urls } = progress
  const { url, captures } = planUrl(random, {
    ordinal: urls.length,
    options,
    pictures,
    site: place.site,
    archive: place.archive,
    date,
  })
  progress.captures.push(...captures)
  urls.push(url)
  itemAt(progress.urlsOfSite, place.rank).push(url)
  return url
}
