import { type Downloaded, dropped, failed, kept, type Located, type Outcome } from '@warc2dataset/schemas'
import type { Stage } from '../stage.js'
import type { OpenArchive } from '../warc/archive-bytes.js'
import type { ArchiveRecord } from '../warc/archive-record.js'
import { parseHttpResponse } from '../warc/http-response.js'
import { readRecordsAt, type UnreadableRecord } from '../warc/read-record.js'
import { judgeSignals, SIGNAL_FILTERS, type SignalRules } from './judge-signals.js'

export interface ReadCaptureOptions {
  /** Place of each archive, a path or a URL, by its warc_filename. */
  readonly archives: ReadonlyMap<string, string>
  /** Largest body, bytes. */
  readonly maxBytes: number
  readonly signals: SignalRules
  /** Files by path and archives on the web by URL, if not given. */
  readonly open?: OpenArchive
}

const HTTP_HEADER_BYTES = 256 * 1024

type Found = ArchiveRecord | UnreadableRecord

export const READ_CAPTURE = { name: 'read-capture', version: 2 } as const

/** Reads the body of each picture from its response record. */
export function readCapture(options: ReadCaptureOptions): Stage<Located, Downloaded> {
  return {
    ...READ_CAPTURE,
    open: async ({ count }) => ({
      process: async (batch) => {
        count('records_read', batch.length)
        const found = await readAll(batch, options)
        return batch.map((row) => toOutcome(row, found.get(place(row)), options))
      },
      close: async () => {},
    }),
  }
}

async function readAll(
  batch: readonly Located[],
  options: ReadCaptureOptions,
): Promise<ReadonlyMap<string, Found>> {
  const maxBytes = HTTP_HEADER_BYTES + options.maxBytes
  const found = new Map<string, Found>()
  const byArchive = new Map<string | null, Located[]>()
  for (const row of batch) {
    byArchive.set(row.capture_filename, [...(byArchive.get(row.capture_filename) ?? []), row])
  }
  for (const [archive, rows] of byArchive) {
    const path = options.archives.get(archive ?? '')
    if (path === undefined)
      throw new Error(`Expected an archive of the run for capture_filename, got ${archive}`)
    const wanted = rows.map((row) => ({
      offset: Number(row.capture_offset),
      innerOffset: Number(row.capture_inner_offset),
    }))
    for await (const entry of readRecordsAt(path, wanted, maxBytes, {}, options.open)) {
      found.set(`${archive} ${entry.offset} ${entry.innerOffset}`, entry)
    }
  }
  return found
}

const FROM_ARCHIVE = {
  final_url: null,
  attempts: null,
  fetched_from: 'archive',
  robots_txt: null,
  image_robots: null,
  image_tdm_reservation: null,
} as const

function place(row: Located): string {
  return `${row.capture_filename} ${row.capture_offset} ${row.capture_inner_offset}`
}

function toOutcome(
  row: Located,
  record: Found | undefined,
  { maxBytes, signals: rules }: ReadCaptureOptions,
): Outcome<Downloaded> {
  if (record === undefined || record.kind === 'unreadable') {
    return failed('record_unreadable', false, record?.detail ?? 'not found where the index says')
  }
  const tooLarge = (bytes: number): Outcome<never> =>
    dropped('too_many_bytes', { filter: `bytes <= ${maxBytes}`, score: bytes, value: null, pass: false })
  if (record.truncated === 'cap') return tooLarge(record.blockLength)
  if (record.truncated !== null) return failed('body_truncated', false, record.truncated)
  const block = record.block ?? Buffer.alloc(0)
  if (record.type === 'resource')
    return kept({ ...row, ...FROM_ARCHIVE, body: block, content_type: record.contentType })
  const response = parseHttpResponse(block, { maxBodyBytes: maxBytes })
  if ('error' in response) return failed('http_malformed', false, response.error)
  if (response.bodyTruncated) {
    return response.body.length >= maxBytes
      ? tooLarge(response.body.length)
      : failed('body_truncated', false, 'http')
  }
  const { signals, refusal } = judgeSignals(response.fields, rules)
  if (refusal !== null) {
    const { reason, value } = refusal
    return dropped(reason, { filter: SIGNAL_FILTERS[reason], score: null, value, pass: false })
  }
  return kept({
    ...row,
    ...FROM_ARCHIVE,
    image_robots: signals.robots,
    image_tdm_reservation: signals.tdmReservation,
    body: response.body,
    content_type: response.headers.get('content-type')?.slice(0, 200) ?? null,
  })
}
