import type { TextKind } from '@warc2dataset/schemas'
import { classifyAlt } from '../html/clean-text.js'
import type { Attributes } from '../html/image-finder.js'
import { parseDimension } from '../html/parse-dimension.js'
import { registeredDomain } from '../html/registered-domain.js'
import { resolveImageUrl } from '../html/resolve-url.js'
import { hash64 } from '../identity.js'
import { type ChooseOptions, chooseUrl } from '../reference/choose-url.js'
import { type MergedImage, mergeTwins } from '../reference/noscript-twins.js'
import type { PagePicture } from '../signals/page-picture.js'
import type { Reference } from './archive-input.js'
import { type ArchiveTally, count } from './archive-tally.js'
import { distinctTexts, type KindText, pictureTexts } from './picture-texts.js'
import { occurrenceOf, type PageContext, type PageCounts } from './read-page.js'

export interface ReferenceOptions {
  /** warc_filename of every row. */
  readonly name: string
  readonly url: ChooseOptions
  /** Texts that may become TEXT. */
  readonly kinds: ReadonlySet<TextKind>
  /** All that are looked for, in the order of `texts`. */
  readonly sought: readonly TextKind[]
}

/** The candidates of a page. Every `<img>` is counted once, by what became of it. */
export function pageReferences(
  context: PageContext,
  options: ReferenceOptions,
  tally: ArchiveTally,
): { readonly references: readonly Reference[]; readonly counts: PageCounts } {
  const { images, imageCount } = context.page.found
  // Who takes the src alone sees a picture and its copy as two, as other tools do.
  const merged =
    options.url.choose === 'best'
      ? mergeTwins(images, context.base)
      : images.map((image, index) => ({ image, index, twin: null }))
  count(tally.images, 'total', imageCount)
  count(tally.images, 'noscript_twin', images.length - merged.length)
  count(tally.images, 'html_budget', imageCount - images.length)
  const alts = { text: 0, missing: 0, empty: 0, blank: 0 }
  const references: Reference[] = []
  for (const picture of merged) {
    const alt = classifyAlt(picture.image.attributes.get('alt') ?? null)
    alts[alt] += 1
    const reference = pictureReference(picture, context, options, tally)
    if (reference === 'no_text') count(tally.images, alt === 'text' ? 'other_text' : alt)
    else if (reference === 'no_src') count(tally.images, reference)
    else {
      count(tally.images, 'candidate')
      count(tally.url_sources, reference.url_source)
      tally.url_others += reference.url_others
      references.push(reference)
    }
  }
  for (const [kind, n] of Object.entries(alts)) count(tally.alts, kind, n)
  const { missing, empty, blank } = alts
  const counts = { alt_missing: missing, alt_empty: empty, alt_blank: blank }
  return { references, counts: { images: imageCount, candidates: references.length, ...counts } }
}

/** A candidate, or why the picture cannot be one. */
function pictureReference(
  picture: MergedImage,
  context: PageContext,
  { name, url: choice, kinds, sought }: ReferenceOptions,
  tally: ArchiveTally,
): Reference | 'no_text' | 'no_src' {
  const { image, index, twin } = picture
  const { ogImageAlt } = context.pictures
  const own = pictureTexts(image, { title: context.title, ogImageAlt: null }, sought)
  // Without a text the URL is only asked for if it could be that of og:image, which brings one.
  if (ogImageAlt === null && !own.some(({ kind }) => kinds.has(kind))) {
    countTexts(own, tally)
    return 'no_text'
  }
  const chosen = chooseUrl(image, context.base, choice, twin ?? undefined)
  const { resolved } = chosen
  const url = 'url' in resolved ? resolved.url : resolved.shown
  const named = namedByPage(url, context.pictures)
  const texts =
    named === 'og:image' && ogImageAlt !== null
      ? pictureTexts(image, { title: context.title, ogImageAlt }, sought)
      : own
  countTexts(texts, tally)
  if (!texts.some(({ kind }) => kinds.has(kind))) return 'no_text'
  if ('unusable' in resolved && resolved.unusable === 'no_src') return 'no_src'
  const { record, seenIn } = context.page
  const isHtml = seenIn === 'html'
  return {
    candidate_id: hash64(name, record.offset, record.innerOffset, index),
    shadow_reason: null,
    shadow_filter: null,
    verdicts: [],
    url,
    url_hash: hash64(url),
    url_domain: 'url' in resolved ? registeredDomain(url) : '',
    url_source: isHtml ? chosen.source : 'wat',
    url_width: chosen.width,
    url_others: chosen.others,
    texts: distinctTexts(url, texts),
    link_url: image.link === null ? null : usableUrl(image.link.href, context.base),
    page_picture: named,
    in_noscript: isHtml ? image.inNoscript || twin !== null : null,
    presentational: isHtml ? isPresentational(image.attributes) : null,
    declared_width: parseDimension(image.attributes.get('width')),
    declared_height: parseDimension(image.attributes.get('height')),
    ...context.facts,
    ...occurrenceOf(name, record),
    image_index: index,
    url_problem: 'unusable' in resolved ? resolved.unusable : null,
  }
}

function countTexts(texts: readonly KindText[], tally: ArchiveTally): void {
  const hasAlt = texts.some(({ kind }) => kind === 'alt')
  for (const { kind } of texts) {
    count(tally.texts, kind)
    if (!hasAlt) count(tally.gained, kind)
  }
}

function namedByPage(url: string, { ogImage, twitterImage, imageSrc }: PagePicture): string | null {
  if (url === ogImage) return 'og:image'
  if (url === twitterImage) return 'twitter:image'
  return url === imageSrc ? 'image_src' : null
}

function usableUrl(href: string, base: string | null): string | null {
  const resolved = resolveImageUrl(href, base)
  return 'url' in resolved ? resolved.url : null
}

function isPresentational(attributes: Attributes): boolean {
  // A role may be followed by others for browsers that do not know it (WAI-ARIA, "none presentation").
  const role = attributes
    .get('role')
    ?.trim()
    .toLowerCase()
    .split(/[\t\n\f\r ]/, 1)[0]
  const hidden = attributes.get('aria-hidden')?.trim().toLowerCase()
  return hidden === 'true' || role === 'presentation' || role === 'none'
}
