import type { OpenArchive } from './archive-bytes.js'
import { type ArchiveRecord, DEFAULT_TUNING, type ReadTuning } from './archive-record.js'
import type { ArchiveEvent } from './event-order.js'
import { FileWindow } from './file-window.js'
import { openArchive } from './open-archive.js'
import { readWindowMember } from './read-gzip.js'
import { readPlain } from './read-plain.js'
import { sniffGrammar } from './sniff.js'
import { type MemberInput, streamMember } from './stream-member.js'

/** Where a record lies, as `readArchive` said. */
export interface RecordPlace {
  readonly offset: number
  readonly innerOffset: number
}

/** No record is at a place, or it can no longer be read. */
export interface UnreadableRecord extends RecordPlace {
  readonly kind: 'unreadable'
  readonly detail: string
}

/** For random access less is read ahead. */
const CHUNK_BYTES = 128 * 1024

/**
 * Reads the records at the given places, each once, in the order of the file; each just as `readArchive` gave it
 * with `maxBytes` wanted of its block. A gzip member is inflated once per call, however many of its records are
 * asked for, in bounded memory. `path` may be a URL. Throws `NotAnArchiveError` if the file is missing.
 */
export async function* readRecordsAt(
  path: string,
  wanted: readonly RecordPlace[],
  maxBytes: number,
  tuning: Partial<ReadTuning> = {},
  open: OpenArchive = openArchive,
): AsyncGenerator<ArchiveRecord | UnreadableRecord, void> {
  const sizes = { ...DEFAULT_TUNING, chunkBytes: CHUNK_BYTES, ...tuning }
  const places = new Map<number, Set<number>>()
  for (const { offset, innerOffset } of [...wanted].sort((a, b) => a.offset - b.offset)) {
    const inner = places.get(offset) ?? new Set()
    places.set(offset, inner.add(innerOffset))
  }
  const window = new FileWindow(await open(path, 'random'), sizes.chunkBytes)
  try {
    const [first = 0] = places.keys()
    const grammar = await sniffGrammar(window, first)
    for (const [offset, inner] of places) {
      const wantBlock = (head: RecordPlace) => (inner.has(head.innerOffset) ? maxBytes : 0)
      const input = { window, grammar, wantBlock, tuning: sizes, signal: undefined }
      for await (const events of eventsAt(input, offset)) {
        for (const event of events) {
          if (event.kind === 'record' && event.offset === offset && inner.delete(event.innerOffset))
            yield event
        }
        if (inner.size === 0) break
      }
      for (const innerOffset of [...inner].sort((a, b) => a - b)) {
        yield {
          kind: 'unreadable',
          offset,
          innerOffset,
          detail: 'Expected a sound record for this place, got none',
        }
      }
    }
  } finally {
    await window.close()
  }
}

/** The events of the gzip member at `offset`; in a plain file, the first ones from there on. */
async function* eventsAt(input: MemberInput, offset: number): AsyncGenerator<readonly ArchiveEvent[], void> {
  const { window } = input
  window.seek(offset)
  while (window.bytes.length < 2 && !window.atEnd) await window.fill()
  if (window.bytes[0] !== 0x1f || window.bytes[1] !== 0x8b) {
    for await (const events of readPlain(input, offset)) {
      yield events
      if (events.length > 0) return
    }
    return
  }
  for (;;) {
    const member = readWindowMember(input, offset)
    if (member.status === 'more') {
      await window.fill()
      continue
    }
    if (member.status === 'stream') yield* streamMember(input, offset)
    else if ('events' in member) yield member.events
    return
  }
}
