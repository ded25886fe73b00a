import type { AltText, GenerateOptions, PictureSpec, PlannedCapture } from './crawl-plan.js'
import type { Site } from './plan-sites.js'
import { planAlt } from './plan-texts.js'
import { itemAt, type Random } from './seeded-random.js'

const FIRST_DATE = Date.parse('2026-03-01T00:00:00Z')
const LAST_DATE = Date.parse('2026-03-31T23:59:59Z')

/** A picture URL that pages may show again. */
export interface PlannedUrl {
  readonly url: string
  readonly picture: number
  /** The alt of its first reference. */
  readonly alt: AltText
}

/** What a new picture URL depends on. */
export interface UrlRequest {
  readonly ordinal: number
  readonly options: GenerateOptions
  readonly pictures: readonly PictureSpec[]
  readonly site: Site
  readonly archive: number
  readonly date: number
}

/** Plans a picture URL of a site and its captures. Every picture has its own URL before any has a second one. */
export function planUrl(
  random: Random,
  request: UrlRequest,
): { readonly url: PlannedUrl; readonly captures: readonly PlannedCapture[] } {
  const { ordinal, pictures, site } = request
  const picture = ordinal < pictures.length ? ordinal : random.int(pictures.length)
  const spec = itemAt(pictures, picture)
  const url = new URL(`${site.pictureOrigin}${planPath(random, ordinal, spec)}`).href
  const alt = planAlt(random, spec, site.language, picture)
  return { url: { url, picture, alt }, captures: planCaptures(random, request, url, picture) }
}

function planPath(random: Random, ordinal: number, spec: PictureSpec): string {
  const extension = spec.format === 'jpeg' ? 'jpg' : spec.format
  const name = `${spec.colour}-${spec.shape}-${ordinal}.${extension}`
  return random.pick([
    `/media/${name}`,
    `/media/2026/03/${name}`,
    `/images/${name}?w=640&h=480`,
    `/bilder/größe ${name}`,
    `/static/img/${name}`,
  ])
}

function planCaptures(random: Random, request: UrlRequest, url: string, picture: number): PlannedCapture[] {
  const { ordinal, options, archive, date } = request
  const near = clampDate(date + random.between(-3600, 3600) * 1000)
  const home = random.chance(0.8) ? archive : random.int(options.archives)
  const first = { kind: 'capture', url, archive: home, date: near } as const
  if (random.chance(options.missingPictures)) return []
  if (ordinal % 60 === 20) return [{ ...first, answer: { kind: 'gone' } }]
  if (ordinal % 60 === 40) {
    const to = url.replace(/\/(?=[^/]*$)/, '/moved/')
    return [
      { ...first, answer: { kind: 'moved', to } },
      { ...first, url: to, answer: { kind: 'picture', picture } },
    ]
  }
  const captures: PlannedCapture[] = [{ ...first, answer: { kind: 'picture', picture } }]
  if (ordinal % 20 === 10) {
    const other = random.chance(0.5) ? picture : random.int(request.pictures.length)
    captures.push({
      ...first,
      archive: random.int(options.archives),
      date: farDate(random, date),
      answer: { kind: 'picture', picture: other },
    })
  }
  return captures
}

// Two days or more away, so that "the nearest in time" has a clear answer for the page that came first.
function farDate(random: Random, date: number): number {
  const distance = random.between(2 * 86_400, 14 * 86_400) * 1000
  return clampDate(date - FIRST_DATE > LAST_DATE - date ? date - distance : date + distance)
}

function clampDate(date: number): number {
  return Math.min(Math.max(date, FIRST_DATE), LAST_DATE)
}
