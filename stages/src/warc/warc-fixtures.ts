import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ArchiveAccount, ReadTuning } from './archive-record.js'
import type { ArchiveEvent } from './event-order.js'
import { readArchive } from './read-archive.js'
import type { RecordGrammar } from './record-grammar.js'
import { RecordParser } from './record-parser.js'
import { WARC } from './warc-grammar.js'

/** A WARC record as bytes, for tests; `length` lies about its block, `end` replaces the two line ends after it. */
export function warcRecord(
  uri: string,
  block: string | Buffer,
  { length, end = '\r\n\r\n', fields = '' }: { length?: number | string; end?: string; fields?: string } = {},
): Buffer {
  const bytes = Buffer.from(block)
  const head = [
    'WARC/1.0',
    'WARC-Type: response',
    `WARC-Target-URI: ${uri}`,
    'WARC-Date: 2024-05-18T01:58:10Z',
    'Content-Type: application/http; msgtype=response',
    `Content-Length: ${length ?? bytes.length}`,
  ].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n${fields}\r\n`), bytes, Buffer.from(end)])
}

/** An ARC record as bytes, for tests; `length` lies about its block, `end` replaces the line end after it. */
export function arcRecord(
  url: string,
  block: string | Buffer,
  {
    length,
    end = '\n',
    tail = '192.0.2.7 20080430204825 text/html',
  }: { length?: number | string; end?: string; tail?: string } = {},
): Buffer {
  const bytes = Buffer.from(block)
  return Buffer.concat([Buffer.from(`${url} ${tail} ${length ?? bytes.length}\n`), bytes, Buffer.from(end)])
}

/** Everything a parser says of a plain file that it gets in pieces. */
export function parsePlain(
  bytes: Buffer,
  pieceBytes: number,
  {
    grammar = WARC,
    mayRewind = true,
    endsBy = Number.POSITIVE_INFINITY,
  }: { grammar?: RecordGrammar; mayRewind?: boolean; endsBy?: number } = {},
): ArchiveEvent[] {
  const wantBlock = (): number => 1 << 20
  const parser = new RecordParser({
    grammar,
    wantBlock,
    memberOffset: null,
    startAt: 0,
    endsBy,
    mayRewind: () => mayRewind,
  })
  const events: ArchiveEvent[] = []
  for (let at = 0; ; ) {
    const final = at >= bytes.length
    // A copy, as the caller may reuse its buffer at once.
    const piece = Buffer.from(bytes.subarray(at, at + pieceBytes))
    const rewindTo = final ? parser.finish() : parser.push(piece)
    piece.fill(0)
    events.push(...parser.events.take())
    if (final && rewindTo === null) return events
    at = rewindTo ?? at + piece.length
  }
}

/** The same numbers below 2^32 for the same seed (xorshift32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

/** Bytes that neither compress nor repeat. */
export function randomBytes(length: number, seed: number): Buffer {
  const next = randomNumbers(seed)
  return Buffer.from(Array.from({ length }, () => next() & 255))
}

/** A gzip member with optional fields (RFC 1952). */
export function gzipWithFields(data: Buffer, extra: Buffer, name: string, comment: string): Buffer {
  const member = gzipSync(data)
  const head = Buffer.from(member.subarray(0, 10))
  head[3] = 2 | 4 | 8 | 16
  const size = Buffer.alloc(2)
  size.writeUInt16LE(extra.length)
  const text = Buffer.from(`${name}\0${comment}\0`, 'latin1')
  return Buffer.concat([head, size, extra, text, Buffer.from([0, 0]), member.subarray(10)])
}

/** Runs `use` on a path that holds `bytes`. */
export async function withFile<T>(bytes: Buffer, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'warc-'))
  try {
    const path = join(folder, 'archive')
    await writeFile(path, bytes)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Everything `readArchive` says of a file. */
export async function readAll(
  path: string,
  options: { cap?: number; tuning?: Partial<ReadTuning> } = {},
): Promise<{ events: ArchiveEvent[]; account: ArchiveAccount }> {
  const { cap = 1 << 24, tuning = {} } = options
  const batches = readArchive(path, { wantBlock: () => cap, tuning })
  const events: ArchiveEvent[] = []
  for (;;) {
    const next = await batches.next()
    if (next.done) return { events, account: next.value }
    events.push(...next.value)
  }
}

/** A short form of events for tables: `uri block-length truncated` or `reason@offset+length`. */
export function brief(events: readonly ArchiveEvent[]): string[] {
  return events.map((event) =>
    event.kind === 'gap'
      ? `${event.reason}@${event.offset}+${event.length}`
      : [event.targetUri, event.blockLength, event.truncated].filter((part) => part !== null).join(' '),
  )
}

/** Sizes so small that every path with many steps is taken. */
export const TINY: ReadTuning = {
  chunkBytes: 61,
  wholeInputBytes: 50,
  wholeOutputBytes: 300,
  batchBytes: 100,
}
