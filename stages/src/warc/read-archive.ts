import { placeName } from '../web/archive/archive-url.js'
import type { OpenArchive } from './archive-bytes.js'
import {
  type ArchiveAccount,
  type ArchiveRecord,
  DEFAULT_TUNING,
  type Gap,
  type ReadTuning,
  type WantBlock,
} from './archive-record.js'
import type { ArchiveEvent } from './event-order.js'
import { FileWindow } from './file-window.js'
import { openArchive } from './open-archive.js'
import { readGzip } from './read-gzip.js'
import { readPlain } from './read-plain.js'
import { sniffArchive } from './sniff.js'

export type { ArchiveAccount, ArchiveRecord, Gap, GapReason, RecordHead } from './archive-record.js'
export { NotAnArchiveError } from './archive-record.js'

/** How to read an archive. */
export interface ReadArchiveOptions {
  readonly wantBlock: WantBlock
  /** Aborting throws the signal's reason at the next chunk. */
  readonly signal?: AbortSignal
  /** Files by path and archives on the web by URL, if not given. */
  readonly open?: OpenArchive
  /** For tests and benchmarks. */
  readonly tuning?: Partial<ReadTuning>
}

interface Tally {
  recordBytes: number
  gapBytes: number
  records: number
  gaps: number
  /** Two records came from one member. */
  shared: boolean
  last: ArchiveEvent | null
}

/**
 * Reads a WARC archive (ISO 28500; versions 0.17 to 1.1) or an ARC archive (Internet Archive; versions 1 and 2), gzip
 * or plain, from start to end; `path` may be a URL.
 * Yields records and gaps in the order of the file, in batches; every byte of the file is in one of them.
 * Damage never throws; it is a gap, and reading goes on at the next record.
 * Throws `NotAnArchiveError` before the first batch if the file is missing or holds no record near its start,
 * and whatever reading the file throws: of an archive on the web also `ArchiveChangedError` and its like.
 */
export async function* readArchive(
  path: string,
  options: ReadArchiveOptions,
): AsyncGenerator<readonly (ArchiveRecord | Gap)[], ArchiveAccount> {
  const { wantBlock, signal, open = openArchive } = options
  const tuning = { ...DEFAULT_TUNING, ...options.tuning }
  signal?.throwIfAborted()
  const window = new FileWindow(await open(path, 'forward', signal), tuning.chunkBytes)
  try {
    const { compression, grammar } = await sniffArchive(window, placeName(path))
    const gzip = compression === 'gzip'
    const tally: Tally = { recordBytes: 0, gapBytes: 0, records: 0, gaps: 0, shared: false, last: null }
    const input = { window, grammar, wantBlock, tuning, signal }
    const batches = gzip ? readGzip(input) : readPlain(input, 0)
    let members = 0
    try {
      let next = await batches.next()
      for (; !next.done; next = await batches.next()) {
        for (const event of next.value) count(tally, event)
        yield next.value
      }
      members = next.value
    } finally {
      await batches.return(0)
    }
    const { recordBytes, gapBytes, records, gaps, last } = tally
    return {
      bytes: window.furthest,
      recordBytes,
      gapBytes,
      members,
      records,
      gaps,
      sha256: window.sha256(),
      truncated: last !== null && cutsOff(last, window, gzip),
      compression: gzip ? (tally.shared && members <= 1 ? 'single' : 'member') : 'plain',
    }
  } finally {
    await window.close()
  }
}

function count(tally: Tally, event: ArchiveEvent): void {
  if (event.kind === 'record') {
    tally.records++
    tally.recordBytes += event.length
    tally.shared ||= tally.last?.kind === 'record' && tally.last.offset === event.offset
  } else {
    tally.gaps++
    tally.gapBytes += event.length
  }
  tally.last = event
}

function cutsOff(last: ArchiveEvent, window: FileWindow, gzip: boolean): boolean {
  if (gzip) return last.kind === 'gap' && last.reason === 'truncated_member' && window.atEnd
  return last.kind === 'gap' ? last.reason === 'truncated_header' : last.truncated === 'archive'
}
