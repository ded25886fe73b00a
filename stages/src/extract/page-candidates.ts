import { classifyAlt, cleanText } from '../html/clean-text.js'
import { decodePage, isHtml } from '../html/decode-page.js'
import type { PageImage } from '../html/image-finder.js'
import { registeredDomain } from '../html/registered-domain.js'
import { resolveImageUrl, resolvePageBase } from '../html/resolve-url.js'
import { hash64 } from '../identity.js'
import type { ArchiveRecord } from '../warc/archive-record.js'
import type { HttpResponse } from '../warc/http-response.js'
import type { ArchiveInput, Reference } from './archive-input.js'
import { type ArchiveTally, count } from './archive-tally.js'

export interface PageInput {
  readonly record: ArchiveRecord
  readonly response: HttpResponse
  readonly input: ArchiveInput
  readonly tally: ArchiveTally
}

/** What all pictures of a page share. */
interface PageContext {
  readonly archive: string
  readonly record: ArchiveRecord
  readonly url: string
  readonly domain: string
  readonly base: string | null
  readonly htmlLang: string | null
}

/** The candidates of one response, none if it is not HTML. Every `<img>` is counted once, by kind. */
export function pageCandidates({ record, response, input, tally }: PageInput): readonly Reference[] {
  const contentType = response.headers.get('content-type') ?? null
  const isPage = isHtml(contentType, response.body)
  count(tally.responses, isPage ? 'html' : 'other')
  if (!isPage) return []
  count(tally.pages, 'html')
  if (response.status !== 200) count(tally.pages, 'not_200')
  if (response.bodyTruncated || record.truncated === 'cap') count(tally.pages, 'cut')
  const page = decodePage(response.body, contentType)
  if ('error' in page) {
    count(tally.pages, page.error)
    return []
  }
  if (input.parser.exceedsBudget(page.html, { maxImages: input.maxImages })) {
    count(tally.pages, 'over_budget')
    return []
  }
  const found = input.parser.findImages(page.html, { maxImages: input.maxImages })
  if (found.overBudget) count(tally.pages, 'over_images')
  const url = record.targetUri ?? ''
  const context: PageContext = {
    archive: input.name,
    record,
    url,
    domain: registeredDomain(url),
    base: resolvePageBase(url, found.baseHref),
    htmlLang: found.htmlLang?.slice(0, 35) ?? null,
  }
  return found.images.flatMap((image, index) => {
    const reference = imageReference(image, index, context)
    count(tally.images, 'total')
    count(tally.images, typeof reference === 'string' ? reference : 'candidate')
    return typeof reference === 'string' ? [] : [reference]
  })
}

/** A candidate, or the kind of picture that cannot be one. */
function imageReference(image: PageImage, index: number, page: PageContext): Reference | string {
  const kind = classifyAlt(image.alt)
  if (kind !== 'text' || image.alt === null) return kind
  const resolved = resolveImageUrl(image.src, page.base)
  if ('unusable' in resolved && resolved.unusable === 'no_src') return 'no_src'
  const url = 'url' in resolved ? resolved.url : resolved.shown
  const { text } = cleanText(image.alt)
  const { record } = page
  return {
    candidate_id: hash64(page.archive, record.offset, record.innerOffset, index),
    shadow_reason: null,
    shadow_filter: null,
    verdicts: [],
    url,
    url_hash: hash64(url),
    url_domain: 'url' in resolved ? registeredDomain(url) : '',
    texts: [{ kind: 'alt', text, text_id: hash64(url, text), n: 1 }],
    page_url: page.url,
    page_domain: page.domain,
    page_date: record.date === null ? null : BigInt(record.date),
    html_lang: page.htmlLang,
    declared_width: image.declaredWidth,
    declared_height: image.declaredHeight,
    warc_filename: page.archive,
    warc_record_offset: BigInt(record.offset),
    warc_inner_offset: BigInt(record.innerOffset),
    image_index: index,
    url_problem: 'unusable' in resolved ? resolved.unusable : null,
  }
}
