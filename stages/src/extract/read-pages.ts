import type { PageRow, RecordRow } from '@warc2dataset/schemas'
import { isHtml } from '../html/decode-page.js'
import type { Source } from '../stage.js'
import type { ArchiveAccount, ArchiveRecord, Gap, RecordHead } from '../warc/archive-record.js'
import { type HttpResponse, parseHttpResponse } from '../warc/http-response.js'
import { readArchive } from '../warc/read-archive.js'
import { isWat } from '../wat/is-wat.js'
import { MAX_WAT_BYTES, readWat } from '../wat/read-wat-page.js'
import type { ArchiveInput, Reference } from './archive-input.js'
import { type ArchiveTally, count, countGap, countRecord } from './archive-tally.js'
import { readHtmlPage } from './html-page.js'
import { pageReferences, type ReferenceOptions } from './page-references.js'
import { soughtKinds } from './picture-texts.js'
import { type ArchivedPage, pageRow, type Reading, readContext } from './read-page.js'
import { gapRow, recordRow } from './record-row.js'

export interface ArchiveOutput {
  readonly tally: ArchiveTally
  readonly records: (rows: readonly RecordRow[]) => void
  readonly pages: (rows: readonly PageRow[]) => void
  /** Called once, at the end of the archive. */
  readonly account: (account: ArchiveAccount) => void
}

/** Most of an HTTP header block is far smaller; the reader of responses refuses more. */
const HTTP_HEADER_BYTES = 256 * 1024
const BATCH_ROWS = 256

export const READ_PAGES = { name: 'read-pages', version: 2 } as const

/**
 * Streams one archive, WARC, ARC or WAT: every record and gap goes to the index, every page to pages/, every `<img>` with
 * usable text becomes a row.
 */
export function readPages(input: ArchiveInput, output: ArchiveOutput): Source<Reference> {
  const readEntry = entryReader(input, output)
  return {
    name: READ_PAGES.name,
    read: async function* (signal) {
      const wantBlock = (head: RecordHead): number => {
        if (isWat(head)) return MAX_WAT_BYTES
        return isHttp(head) ? HTTP_HEADER_BYTES + input.maxPageBytes : 0
      }
      const entries = readArchive(input.path, { wantBlock, signal, open: input.open })
      const found: Reference[] = []
      for (;;) {
        const next = await entries.next()
        if (next.done) {
          output.account(next.value)
          break
        }
        for (const entry of next.value) {
          for (const reference of readEntry(entry)) found.push(reference)
          while (found.length >= BATCH_ROWS) yield found.splice(0, BATCH_ROWS)
        }
      }
      if (found.length > 0) yield found
    },
  }
}

/** Crawlers also record DNS answers as responses. */
function isHttp({ type, targetUri }: RecordHead): boolean {
  return type === 'response' && !/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(targetUri ?? '')
}

function entryReader(
  input: ArchiveInput,
  output: ArchiveOutput,
): (entry: ArchiveRecord | Gap) => readonly Reference[] {
  const { name, url, detect } = input
  const { tally } = output
  const options: ReferenceOptions = {
    name,
    url,
    kinds: new Set(input.kinds),
    sought: soughtKinds(input.kinds),
  }
  const readReferences = (page: ArchivedPage, reading: Reading): readonly Reference[] => {
    const context = readContext(page, detect)
    const { references, counts } = pageReferences(context, options, tally)
    output.pages([pageRow(name, context, reading, counts)])
    return references
  }
  const readResponse = (record: ArchiveRecord, response: HttpResponse): readonly Reference[] => {
    const isPage = isHtml(response.headers.get('content-type') ?? null, response.body)
    count(tally.responses, isPage ? 'html' : 'other')
    if (!isPage) return []
    const { status, fields } = response
    count(tally.pages, 'html')
    if (status !== 200) count(tally.pages, 'not_200')
    const { found, reading } = readHtmlPage(record, response, input, tally)
    const { date } = record
    return readReferences(
      { record, url: record.targetUri ?? '', date, status, fields, found, seenIn: 'html' },
      reading,
    )
  }
  const readWatRecord = (record: ArchiveRecord, json: Buffer): readonly Reference[] => {
    const wat = readWat(json, { maxImages: input.maxImages })
    if ('reason' in wat) {
      if (wat.reason === 'malformed') count(tally.responses, 'malformed')
      return []
    }
    count(tally.pages, 'html')
    if (wat.status !== 200) count(tally.pages, 'not_200')
    const { status, fields, page } = wat
    const isOver = record.truncated === 'cap' || page.imageCount > page.images.length
    if (isOver) count(tally.pages, 'html_budget')
    return readReferences(
      { record, url: wat.targetUri, date: wat.date, status, fields, found: page, seenIn: 'wat' },
      { problem: isOver ? 'html_budget' : null, charset: null, charset_source: null },
    )
  }
  return (entry) => {
    if (entry.kind === 'gap') {
      countGap(tally, entry)
      output.records([gapRow(name, entry)])
      return []
    }
    const { block } = entry
    const response =
      isHttp(entry) && block !== null ? parseHttpResponse(block, { maxBodyBytes: input.maxPageBytes }) : null
    countRecord(tally, entry, response)
    output.records([recordRow(name, entry, response)])
    if (block !== null && isWat(entry, block)) return readWatRecord(entry, block)
    return response === null || 'error' in response ? [] : readResponse(entry, response)
  }
}
