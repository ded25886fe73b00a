import type { ArchivePlan, ImageReference, PlannedPage } from '../demo/crawl-plan.js'
import { sentence } from '../demo/plan-texts.js'
import { itemAt, type Random } from '../demo/seeded-random.js'
import { BUNDLED_SITES } from './bundled-sites.js'
import { kindOf } from './kinds.js'
import type { PlannedItem } from './planned-item.js'
import type { TruthRow } from './truth.js'

const ARCHIVES = 4
const FIRST_DAY = Date.parse('2026-03-01T06:00:00Z')
const CHARSETS = ['utf8-header', 'utf8-header', 'utf8-meta', 'utf8-bom'] as const
const TRANSFERS = ['identity', 'identity', 'gzip', 'chunked'] as const

/** The archives with their pages, and what is true of each `<img>`, in archive order. */
export interface PlacedPages {
  readonly archives: readonly ArchivePlan[]
  readonly truth: readonly TruthRow[]
}

interface Draft {
  readonly page: PlannedPage
  readonly items: readonly PlannedItem[]
}

/** Puts the items of each site on pages, in a random order, and the pages into archives. */
export function placeOnPages(items: readonly PlannedItem[], random: Random): PlacedPages {
  const drafts = shuffle(
    BUNDLED_SITES.flatMap((_, site) => draftPages(items, site, random)),
    random,
  ).map((draft, at) => ({ ...draft, page: { ...draft.page, archive: at % ARCHIVES, date: dateOf(at) } }))
  const ordered = Array.from({ length: ARCHIVES }, (_, index) =>
    drafts.filter(({ page }) => page.archive === index),
  )
  return {
    archives: ordered.map((own, index) => ({
      index,
      name: `bundled-${String(index).padStart(5, '0')}.warc.gz`,
      compression: 'member',
      entries: own.map(({ page }) => page),
      damage: undefined,
    })),
    truth: tellTruth(ordered.flat()),
  }
}

function draftPages(items: readonly PlannedItem[], site: number, random: Random): readonly Draft[] {
  const { origin, language } = itemAt(BUNDLED_SITES, site)
  const left = shuffle(
    items.filter((item) => item.site === site),
    random,
  )
  const drafts: Draft[] = []
  while (left.length > 0) {
    const own = left.splice(0, random.between(2, 6))
    drafts.push({
      items: own,
      page: {
        kind: 'page',
        url: `${origin}/${random.pick(['news', 'gallery', 'blog', 'items'])}/${site}-${drafts.length + 1}.html`,
        archive: 0,
        date: 0,
        language,
        title: sentence(random, language, 5),
        charset: random.pick(CHARSETS),
        transfer: random.pick(TRANSFERS),
        base: undefined,
        references: own.map(referenceOf),
        planted: false,
      },
    })
  }
  return drafts
}

function referenceOf({ url, alt }: PlannedItem): ImageReference {
  return {
    source: { kind: 'http', url },
    alt: typeof alt === 'string' ? { kind: 'usable', text: alt } : { kind: alt.none },
    placement: 'plain',
  }
}

/** Of several candidates with one URL the first of the archives survives. */
function tellTruth(drafts: readonly Draft[]): readonly TruthRow[] {
  const seen = new Set<string>()
  return drafts.flatMap(({ page, items }) =>
    items.map(({ kind, url, alt }, image_index): TruthRow => {
      const text = typeof alt === 'string' ? alt : null
      const again = text !== null && seen.has(url)
      if (text !== null) seen.add(url)
      const expected = again ? ['dup_url'] : [...kindOf(kind).expected]
      return { kind, page_url: page.url, image_index, url, text, expected }
    }),
  )
}

function dateOf(page: number): number {
  return FIRST_DAY + page * 173_000
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  const order = items.map((item) => ({ item, rank: random.float() }))
  return order.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
}
