import { type Attributes, LAZY_ATTRIBUTES, type PageImage } from '../html/image-finder.js'
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

interface Place {
  /** Read by a script, so it may hold anything. */
  readonly forScript: boolean
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
  const collection: Collection = { base, candidates: [], resolutions: new Map() }
  const layoutWidth = readWidth(reference.attributes.get('width'))
  addImage(collection, reference, layoutWidth, false)
  if (twin !== undefined)
    addImage(collection, twin, readWidth(twin.attributes.get('width')) ?? layoutWidth, true)
  return collection.candidates
}

/** Candidates so far. Sites repeat one URL in several attributes, and the URL parser is the dear part. */
interface Collection {
  readonly base: string | null
  readonly candidates: Candidate[]
  readonly resolutions: Map<string, Pick<Candidate, 'resolved' | 'placeholder'>>
}

function addImage(
  collection: Collection,
  { attributes, sources }: ImageReference,
  layoutWidth: number | null,
  isCopy: boolean,
): void {
  const from = (source: UrlSource, forScript: boolean): Place => ({
    forScript,
    source: isCopy ? 'noscript' : source,
    deferred: forScript || isCopy,
    cropped: false,
    layoutWidth,
  })
  const src = attributes.get('src')
  if (src !== undefined) addUrl(collection, src, from('src', false))
  addList(collection, attributes.get('srcset'), from('srcset', false))
  const lazy = from('lazy', true)
  for (const name of LAZY_ATTRIBUTES) {
    const value = attributes.get(name)
    if (value === undefined) continue
    if (name.endsWith('srcset')) addList(collection, value, lazy)
    else if (looksLikeUrl(value)) addUrl(collection, value, lazy)
  }
  for (const source of sources.slice(0, MAX_CANDIDATES)) addSource(collection, source, from('source', false))
}

function addSource(collection: Collection, attributes: Attributes, image: Place): void {
  const type = attributes.get('type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type !== '' && !PICTURE_TYPES.has(type)) return
  const media = attributes.get('media')?.trim().toLowerCase() ?? ''
  const place = {
    source: image.source,
    cropped: media !== '' && media !== 'all',
    layoutWidth: readWidth(attributes.get('width')) ?? image.layoutWidth,
  }
  for (const name of SOURCE_LISTS) {
    const forScript = name !== 'srcset'
    addList(collection, attributes.get(name), { ...place, forScript, deferred: image.deferred || forScript })
  }
}

function addList(collection: Collection, value: string | undefined, place: Place): void {
  if (value === undefined) return
  for (const { url, width, density } of parseSrcset(value)) {
    if (place.forScript && !looksLikeUrl(url)) continue
    const isLie = (width ?? 0) > MAX_WIDTH || density === 0 || (density ?? 1) > MAX_DENSITY
    if (isLie) addUrl(collection, url, { ...place, layoutWidth: null }, 0)
    else addUrl(collection, url, place, density ?? 1, width)
  }
}

function addUrl(
  { base, candidates, resolutions }: Collection,
  raw: string,
  { source, deferred, cropped, layoutWidth }: Place,
  density: number = 1,
  declaredWidth: number | null = null,
): void {
  if (candidates.length === MAX_CANDIDATES) return
  let resolution = resolutions.get(raw)
  if (resolution === undefined) {
    const resolved = resolveImageUrl(raw, base)
    resolution = { resolved, placeholder: 'url' in resolved && isPlaceholder(resolved.url, base) }
    resolutions.set(raw, resolution)
  }
  const { resolved, placeholder } = resolution
  const scaled = layoutWidth === null ? null : Math.max(1, Math.round(layoutWidth * density))
  candidates.push({
    resolved,
    placeholder,
    source,
    deferred,
    cropped,
    density,
    width: declaredWidth ?? scaled,
  })
}

/** A `width` attribute in pixels, 1..100,000; null for anything else. */
export function readWidth(attribute: string | undefined): number | null {
  const width = parseDimension(attribute)
  return width !== null && width <= MAX_WIDTH ? width : null
}

// Any text resolves against a page, so `data-lazy="true"` would become a request.
function looksLikeUrl(value: string): boolean {
  return !/[{}<>"]/.test(value) && (value.includes('/') || /\.[a-z][a-z0-9]{2,3}[\t\n\f\r ]*$/i.test(value))
}
