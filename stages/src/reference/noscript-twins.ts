import type { PageImage } from '../html/image-finder.js'
import { collectCandidates } from './collect-candidates.js'

/** One picture reference of a page. */
export interface MergedImage {
  /** Index of `image` in the list that was merged. */
  readonly index: number
  /** The picture; without an `alt` it has that of its copy, and its `title` unless it has one. */
  readonly image: PageImage
  /** Its copy in a `<noscript>`, which is no reference of its own. */
  readonly twin: PageImage | null
}

/** Usable URLs of an image that are not placeholders. */
type Urls = ReadonlySet<string>

interface Offer {
  readonly image: PageImage
  readonly urls: Urls
}

interface Neighbour extends Offer {
  readonly at: number
}

/**
 * Joins lazy pictures with their copies in `<noscript>`, so that one picture is one reference.
 *
 * A picture in `<noscript>` is the copy of a visible one, which has none yet, if
 *
 * - (same URL) the visible one is the nearest before or after it, other `<noscript>` pictures skipped, and both
 *   offer one usable URL that is not a placeholder's; or
 * - (empty frame) the visible one stands directly before or after it and offers no usable URL but placeholders',
 *   while the copy offers one; their `alt` texts are equal, or one has none; the copy is not declared to be 1
 *   pixel wide or high, as counting pixels are.
 *
 * Same URL goes before empty frame, before goes before after. Everything else stays as it is, in its order.
 * Time is linear in the length of all attributes.
 */
export function mergeTwins(images: readonly PageImage[], base: string | null): readonly MergedImage[] {
  if (!images.some(({ inNoscript }) => inNoscript))
    return images.map((image, index) => ({ index, image, twin: null }))
  const twins = findTwins(images, base)
  const copies = new Set(twins.values())
  return images.flatMap((image, index): readonly MergedImage[] => {
    if (copies.has(index)) return []
    const twin = images[twins.get(index) ?? -1]
    return twin === undefined
      ? [{ index, image, twin: null }]
      : [{ index, image: gainTexts(image, twin), twin }]
  })
}

/** Index of the visible picture to index of its copy. */
function findTwins(images: readonly PageImage[], base: string | null): ReadonlyMap<number, number> {
  const twins = new Map<number, number>()
  const nextVisible = findNextVisible(images)
  // Only of the two visible pictures at hand: short relative addresses under a long base make a small page large.
  const visibleUrls = new Map<number, Urls>()
  let before = -1
  for (const [index, image] of images.entries()) {
    if (!image.inNoscript) {
      before = index
      for (const passed of visibleUrls.keys()) if (passed < index) visibleUrls.delete(passed)
      continue
    }
    const urls = readUrls(image, base)
    const near = [before, nextVisible[index] ?? -1].flatMap((at): readonly Neighbour[] => {
      const visible = images[at]
      if (visible === undefined || twins.has(at)) return []
      const known = visibleUrls.get(at) ?? readUrls(visible, base)
      visibleUrls.set(at, known)
      return [{ at, image: visible, urls: known }]
    })
    const owner =
      near.find((neighbour) => shareUrl(urls, neighbour.urls)) ??
      near.find(({ at, ...frame }) => Math.abs(at - index) === 1 && fillsFrame(frame, { image, urls }))
    if (owner !== undefined) twins.set(owner.at, index)
  }
  return twins
}

function findNextVisible(images: readonly PageImage[]): readonly number[] {
  const next: number[] = []
  let visible = -1
  for (let i = images.length - 1; i >= 0; i -= 1) {
    if (images[i]?.inNoscript === false) visible = i
    next.push(visible)
  }
  return next.reverse()
}

function readUrls(image: PageImage, base: string | null): Urls {
  const candidates = collectCandidates(image, base)
  return new Set(
    candidates.flatMap(({ resolved, placeholder }) =>
      'url' in resolved && !placeholder ? [resolved.url] : [],
    ),
  )
}

function shareUrl(few: Urls, many: Urls): boolean {
  for (const url of few) if (many.has(url)) return true
  return false
}

function fillsFrame(frame: Offer, copy: Offer): boolean {
  if (frame.urls.size > 0 || copy.urls.size === 0) return false
  const alt = copy.image.attributes.get('alt')?.trim() ?? ''
  const frameAlt = frame.image.attributes.get('alt')?.trim() ?? ''
  if (alt !== frameAlt && alt !== '' && frameAlt !== '') return false
  return ['width', 'height'].every((side) => !isPixel(copy.image.attributes.get(side)))
}

function isPixel(side: string | undefined): boolean {
  return /^[\t\n\f\r ]*0*[01](?![\d.%])/.test(side ?? '')
}

function gainTexts(image: PageImage, twin: PageImage): PageImage {
  if (image.attributes.has('alt')) return image
  const attributes = new Map(image.attributes)
  for (const name of ['alt', 'title']) {
    const text = twin.attributes.get(name)
    if (text !== undefined && !attributes.has(name)) attributes.set(name, text)
  }
  return { ...image, attributes }
}
