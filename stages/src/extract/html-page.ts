import { type DecodedPage, decodePage } from '../html/decode-page.js'
import type { FoundPage } from '../html/image-finder.js'
import type { ArchiveRecord } from '../warc/archive-record.js'
import type { HttpResponse } from '../warc/http-response.js'
import type { PageReading } from './archive-input.js'
import { type ArchiveTally, count } from './archive-tally.js'
import type { Reading } from './read-page.js'

const NOTHING: FoundPage = {
  images: [],
  imageCount: 0,
  baseHref: null,
  htmlLang: null,
  title: null,
  metas: [],
  links: [],
  prose: '',
}

/** What is on an HTML page, and what of it was lost. Each problem is counted; the row names the first. */
export function readHtmlPage(
  record: ArchiveRecord,
  response: HttpResponse,
  { parser, maxImages, kinds }: PageReading,
  tally: ArchiveTally,
): { readonly found: FoundPage; readonly reading: Reading } {
  const problems: string[] = []
  if (response.bodyTooLarge || record.truncated === 'cap') problems.push('html_budget')
  else if (response.bodyTruncated || record.truncated !== null) problems.push('cut')
  const contentType = response.headers.get('content-type') ?? null
  const decoded = decodePage(response.body, contentType, { keepUtf8: parser.readsUtf8Bytes })
  let found = NOTHING
  if ('error' in decoded) problems.push(decoded.error)
  else if (parser.exceedsBudget(decoded.html, { maxImages })) problems.push('html_budget')
  else {
    found = parser.findImages(decoded.html, {
      maxImages,
      surrounding: kinds.includes('surrounding'),
      isUtf8Bytes: decoded.isUtf8Bytes,
    })
    if (found.imageCount > found.images.length) problems.push('html_budget')
  }
  for (const problem of new Set(problems)) count(tally.pages, problem)
  return { found, reading: { problem: problems[0] ?? null, ...charsetOf(decoded) } }
}

function charsetOf(decoded: ReturnType<typeof decodePage>): Pick<Reading, 'charset' | 'charset_source'> {
  const page: Partial<DecodedPage> = 'error' in decoded ? {} : decoded
  return { charset: page.charset ?? null, charset_source: page.charsetSource ?? null }
}
