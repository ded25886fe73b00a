import { LAZY_ATTRIBUTES, type PageImage } from '../html/image-finder.js'
import { parseDimension } from '../html/parse-dimension.js'
import { type ResolvedUrl, resolveImageUrl } from '../html/resolve-url.js'
import { isPlaceholder } from './is-placeholder.js'
import { parseSrcset } from './parse-srcset.js'

/** Where a URL of a picture stood: `lazy` any of `LAZY_ATTRIBUTES`, `source` a `<source>`, `noscript` the copy. */
export const URL_SOURCES = ['src', 'srcset', 'source', 'lazy', 'noscript'] as const
export type UrlSource = (typeof URL_SOURCES)[number]

/** The part of a picture reference that says what to load. */
export type ImageReference = Pick<PageImage, 'attributes' | 'sources'>

/** One URL that a picture reference offers. */
export interface Candidate {
  readonly resolved: ResolvedUrl
  readonly source: UrlSource
  /** Meant for a script, or for those without: a plain `src` beside it is a stand-in. */
  readonly deferred: boolean
  /** From a `<source>` with a media condition: may show another crop. */
  readonly cropped: boolean
  /** By its name, what pages show until the picture is there; see `isPlaceholder`. */
  readonly placeholder: boolean
  /** Declared width in pixels, 1..400,000; null when unknown. */
  readonly width: number | null
  /** Declared density, 0..4: 1 where none is declared, 0 where the declaration is a lie. */
  readonly density: number
}

interface Declared {
  readonly raw: string
  readonly width: number | null
  readonly density: number
  readonly source: UrlSource
  readonly deferred: boolean
  readonly cropped: boolean
}

interface Place {
  readonly source: UrlSource
  readonly deferred: boolean
  readonly cropped: boolean
  /** `width` attribute in pixels. */
  readonly layoutWidth: number | null
}

/** Candidates of one reference that are looked at, its copy in `<noscript>` included. */
export const MAX_CANDIDATES = 300
const MAX_WIDTH = 100_000
const MAX_DENSITY = 4
const SOURCE_LISTS = ['srcset', 'data-srcset', 'data-lazy-srcset'] as const
const PICTURE_TYPES = new Set(['avif', 'jpeg', 'jpg', 'png', 'webp', 'gif'].map((name) => `image/${name}`))

/**
 * Every URL of a reference, usable or not, in the order: `src`, `srcset`, `LAZY_ATTRIBUTES`, each `<source>`
 * (`srcset`, `data-srcset`, `data-lazy-srcset`), then the same of `twin` with source `noscript`. At most
 * `MAX_CANDIDATES`.
 *
 * Not candidates: a `<source>` whose `type` is there and none of AVIF, JPEG, PNG, WebP, GIF; a lazy attribute that
 * holds something other than a URL (JSON, a template, a number, "true").
 *
 * Width: the `w` descriptor; else density × `width` attribute (that of the `<source>` before that of the image;
 * no descriptor counts as density 1); else unknown. `w` or `width` above 100,000, a density of 0 or above 4 are
 * lies: the width is unknown.
 *
 * Time is linear in the length of the attributes, and at most 300 times that of `base`.
 */
export function collectCandidates(
  reference: ImageReference,
  base: string | null,
  twin?: ImageReference,
): readonly Candidate[] {
  const candidates: Candidate[] = []
  // Sites repeat one URL in several attributes; the URL parser is the dear part.
  const resolutions = new Map<string, Pick<Candidate, 'resolved' | 'placeholder'>>()
  for (const { raw, ...declared } of declareAll(reference, twin)) {
    let resolution = resolutions.get(raw)
    if (resolution === undefined) {
      const resolved = resolveImageUrl(raw, base)
      resolution = { resolved, placeholder: 'url' in resolved && isPlaceholder(resolved.url, base) }
      resolutions.set(raw, resolution)
    }
    candidates.push({ ...declared, ...resolution })
    if (candidates.length === MAX_CANDIDATES) break
  }
  return candidates
}

function* declareAll(reference: ImageReference, twin: ImageReference | undefined): Generator<Declared> {
  const layoutWidth = readWidth(reference.attributes.get('width'))
  yield* declareImage(reference, layoutWidth)
  if (twin === undefined) return
  const twinWidth = readWidth(twin.attributes.get('width')) ?? layoutWidth
  for (const declared of declareImage(twin, twinWidth))
    yield { ...declared, source: 'noscript', deferred: true }
}

function* declareImage(
  { attributes, sources }: ImageReference,
  layoutWidth: number | null,
): Generator<Declared> {
  const shown = { deferred: false, cropped: false, layoutWidth }
  const lazy: Place = { source: 'lazy', deferred: true, cropped: false, layoutWidth }
  const src = attributes.get('src')
  if (src !== undefined) yield declareUrl(src, { ...shown, source: 'src' })
  yield* declareList(attributes.get('srcset'), { ...shown, source: 'srcset' })
  for (const name of LAZY_ATTRIBUTES) {
    const value = attributes.get(name)
    if (name.endsWith('srcset')) yield* declareList(value, lazy)
    else if (value !== undefined && looksLikeUrl(value)) yield declareUrl(value, lazy)
  }
  for (const source of sources.slice(0, MAX_CANDIDATES)) yield* declareSource(source, layoutWidth)
}

function* declareSource(attributes: PageImage['attributes'], imageWidth: number | null): Generator<Declared> {
  const type = attributes.get('type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type !== '' && !PICTURE_TYPES.has(type)) return
  const media = attributes.get('media')?.trim().toLowerCase() ?? ''
  const place = {
    source: 'source',
    cropped: media !== '' && media !== 'all',
    layoutWidth: readWidth(attributes.get('width')) ?? imageWidth,
  } as const
  for (const name of SOURCE_LISTS)
    yield* declareList(attributes.get(name), { ...place, deferred: name !== 'srcset' })
}

function* declareList(value: string | undefined, place: Place): Generator<Declared> {
  for (const { url, width, density } of parseSrcset(value ?? '')) {
    if (place.deferred && !looksLikeUrl(url)) continue
    const lie = (width ?? 0) > MAX_WIDTH || density === 0 || (density ?? 1) > MAX_DENSITY
    if (lie) yield { ...declareUrl(url, place), width: null, density: 0 }
    else yield { ...declareUrl(url, place, density ?? 1), ...(width === null ? {} : { width }) }
  }
}

function declareUrl(raw: string, { layoutWidth, ...place }: Place, density: number = 1): Declared {
  const width = layoutWidth === null ? null : Math.max(1, Math.round(layoutWidth * density))
  return { ...place, raw, density, width }
}

function readWidth(attribute: string | undefined): number | null {
  const width = parseDimension(attribute)
  return width !== null && width <= MAX_WIDTH ? width : null
}

// Any text resolves against a page, so `data-lazy="true"` would become a request.
function looksLikeUrl(value: string): boolean {
  return !/[{}<>"]/.test(value) && (value.includes('/') || /\.[a-z][a-z0-9]{2,3}[\t\n\f\r ]*$/i.test(value))
}
