import type { RecordRow } from '@warc2dataset/schemas'
import type { Source } from '../stage.js'
import type { ArchiveAccount, ArchiveRecord, Gap, RecordHead } from '../warc/archive-record.js'
import { parseHttpResponse } from '../warc/http-response.js'
import { readArchive } from '../warc/read-archive.js'
import type { ArchiveInput, Reference } from './archive-input.js'
import { type ArchiveTally, countGap, countRecord } from './archive-tally.js'
import { pageCandidates } from './page-candidates.js'
import { gapRow, recordRow } from './record-row.js'

export interface ArchiveOutput {
  readonly tally: ArchiveTally
  readonly records: (rows: readonly RecordRow[]) => void
  /** Called once, at the end of the archive. */
  readonly account: (account: ArchiveAccount) => void
}

/** Most of an HTTP header block is far smaller; the reader of responses refuses more. */
const HTTP_HEADER_BYTES = 256 * 1024
const BATCH_ROWS = 256

export const READ_PAGES = { name: 'read-pages', version: 1 } as const

/** Streams one archive: every record and gap goes to the index, every `<img>` with usable text becomes a row. */
export function readPages(input: ArchiveInput, output: ArchiveOutput): Source<Reference> {
  return {
    name: READ_PAGES.name,
    read: async function* (signal) {
      const wantBlock = (head: RecordHead): number =>
        isHttp(head) ? HTTP_HEADER_BYTES + input.maxPageBytes : 0
      const entries = readArchive(input.path, { wantBlock, signal })
      const found: Reference[] = []
      for (;;) {
        const next = await entries.next()
        if (next.done) {
          output.account(next.value)
          break
        }
        for (const entry of next.value) {
          found.push(...readEntry(entry, input, output))
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

function readEntry(
  entry: ArchiveRecord | Gap,
  input: ArchiveInput,
  output: ArchiveOutput,
): readonly Reference[] {
  if (entry.kind === 'gap') {
    countGap(output.tally, entry)
    output.records([gapRow(input.name, entry)])
    return []
  }
  const response =
    isHttp(entry) && entry.block !== null
      ? parseHttpResponse(entry.block, { maxBodyBytes: input.maxPageBytes })
      : null
  countRecord(output.tally, entry, response)
  output.records([recordRow(input.name, entry, response)])
  if (response === null || 'error' in response) return []
  return pageCandidates({ record: entry, response, input, tally: output.tally })
}
