import { LAZY_ATTRIBUTES } from '../html/image-finder.js'
import { type ResolvedUrl, resolveImageUrl } from '../html/resolve-url.js'
import {
  type Candidate,
  collectCandidates,
  type ImageReference,
  readWidth,
  URL_SOURCES,
  type UrlSource,
} from './collect-candidates.js'

export { type ImageReference, URL_SOURCES, type UrlSource } from './collect-candidates.js'

/** The one URL of a picture reference. */
export interface ChosenUrl {
  readonly resolved: ResolvedUrl
  /** Where it stood: the first of `URL_SOURCES` that offers this URL. */
  readonly source: UrlSource
  /** Declared pixels of the chosen entry: its `w`, or density × `width` attribute; null when unknown or unusable. */
  readonly width: number | null
  /** Distinct other usable URLs that lost; 0 for `choose: 'src'`, which looks at no other. */
  readonly others: number
}

export interface ChooseOptions {
  /** `src`: the `src` attribute and nothing else, which is what other tools read. `best`: see `chooseUrl`. */
  readonly choose: 'best' | 'src'
  /** Pixels, >= 1: no larger picture than this is wanted where there is a choice. */
  readonly maxWidth: number
}

/** Attributes beside `src` that may hold URLs. */
const OFFERING: ReadonlySet<string> = new Set(['srcset', ...LAZY_ATTRIBUTES])

interface UsableCandidate extends Candidate {
  readonly url: string
}

// At equal width: what the page says of the picture itself first, in its original format.
const TIE_ORDER: readonly UrlSource[] = ['srcset', 'lazy', 'src', 'source', 'noscript']
// With this share of its pixels, the picture that the text describes is worth more than another crop.
const WHOLE_SHARE = 0.5

/**
 * Chooses the URL of a picture reference, by what the page declares.
 *
 * `best` takes the candidates of `collectCandidates` and asks in this order:
 *
 * | question | who stays |
 * | --- | --- |
 * | usable | http(s) by `resolveImageUrl`; `data:`, `blob:` and their like lose |
 * | placeholder | those not named like a stand-in (`isPlaceholder`), if there are any |
 * | deferred | if a lazy attribute, a `<source data-srcset>` or the `noscript` copy is left, the plain `src` loses: it is the preview that a script replaces |
 * | art direction | a `<source media>` may show another crop: those lose, unless they declare more than twice the width of the best of the others, or a width where the others have none |
 * | known width | any known width beats an unknown one |
 * | width | the largest <= `maxWidth`; if all are above, the smallest |
 * | unknown width | the highest density |
 * | tie | `srcset`, lazy, `src`, `<source>`, noscript; then the first on the page |
 *
 * If nothing is usable the result tells the problem of the `src`, or else of the first candidate.
 *
 * `sizes` is not consulted, nor the media conditions: they choose for a viewport, and there is none.
 * Time is linear in the length of the attributes; see `collectCandidates` for limits.
 */
export function chooseUrl(
  image: ImageReference,
  base: string | null,
  options: ChooseOptions,
  noscriptTwin?: ImageReference,
): ChosenUrl {
  if (options.choose === 'src' || offersSrcOnly(image, noscriptTwin)) return chooseSrc(image, base)
  const candidates = collectCandidates(image, base, noscriptTwin)
  const usable = candidates.flatMap(keepUsable)
  const best = pickWidest(preferWhole(dropStandIns(usable), options.maxWidth), options.maxWidth)
  if (best === null) {
    const first = candidates[0]
    const resolved = first?.resolved ?? resolveImageUrl(null, base)
    return { resolved, source: first?.source ?? 'src', width: null, others: 0 }
  }
  const sources = new Set(usable.filter(({ url }) => url === best.url).map(({ source }) => source))
  return {
    resolved: best.resolved,
    source: URL_SOURCES.find((source) => sources.has(source)) ?? best.source,
    width: best.width,
    others: new Set(usable.map(({ url }) => url)).size - 1,
  }
}

// Most pictures: there is nothing to choose.
function offersSrcOnly({ attributes, sources }: ImageReference, twin: ImageReference | undefined): boolean {
  if (twin !== undefined || sources.length > 0) return false
  for (const name of attributes.keys()) if (OFFERING.has(name)) return false
  return true
}

function chooseSrc({ attributes }: ImageReference, base: string | null): ChosenUrl {
  const resolved = resolveImageUrl(attributes.get('src') ?? null, base)
  const width = 'url' in resolved ? readWidth(attributes.get('width')) : null
  return { resolved, source: 'src', width, others: 0 }
}

function keepUsable(candidate: Candidate): readonly UsableCandidate[] {
  return 'url' in candidate.resolved ? [{ ...candidate, url: candidate.resolved.url }] : []
}

function dropStandIns(usable: readonly UsableCandidate[]): readonly UsableCandidate[] {
  const named = usable.filter(({ placeholder }) => !placeholder)
  const left = named.length > 0 ? named : usable
  return left.some(({ deferred }) => deferred) ? left.filter(({ source }) => source !== 'src') : left
}

function preferWhole(candidates: readonly UsableCandidate[], maxWidth: number): readonly UsableCandidate[] {
  const whole = candidates.filter(({ cropped }) => !cropped)
  const cropped = candidates.filter((candidate) => candidate.cropped)
  if (whole.length === 0) return cropped
  const croppedWidth = pickWidest(cropped, maxWidth)?.width ?? null
  const wholeWidth = pickWidest(whole, maxWidth)?.width ?? null
  if (croppedWidth === null) return whole
  return wholeWidth !== null && wholeWidth >= WHOLE_SHARE * croppedWidth ? whole : cropped
}

function pickWidest(candidates: readonly UsableCandidate[], maxWidth: number): UsableCandidate | null {
  let best: UsableCandidate | null = null
  for (const candidate of candidates)
    if (best === null || compareWidths(candidate, best, maxWidth) > 0) best = candidate
  return best
}

/** Positive when `a` is better. */
function compareWidths(a: UsableCandidate, b: UsableCandidate, maxWidth: number): number {
  const tie = TIE_ORDER.indexOf(b.source) - TIE_ORDER.indexOf(a.source)
  if (a.width === null && b.width === null) return a.density - b.density || tie
  if (a.width === null || b.width === null) return a.width === null ? -1 : 1
  const [fits, otherFits] = [a.width <= maxWidth, b.width <= maxWidth]
  if (fits !== otherFits) return fits ? 1 : -1
  return (fits ? a.width - b.width : b.width - a.width) || tie
}
