import { EventBatch } from './event-batch.js'
import type { ArchiveEvent } from './event-order.js'
import { RecordParser } from './record-parser.js'
import type { MemberInput } from './stream-member.js'

/**
 * Reads an uncompressed archive from the file offset `startAt` to the end of the file.
 * Yields events in batches and returns the number of gzip members, which is 0.
 */
export async function* readPlain(
  input: MemberInput,
  startAt: number,
): AsyncGenerator<ArchiveEvent[], number> {
  const { window, grammar, wantBlock, tuning, signal } = input
  const { fileSize: endsBy, mayRework: mayRewind } = window
  const parser = new RecordParser({ grammar, wantBlock, memberOffset: null, startAt, endsBy, mayRewind })
  const batch = new EventBatch(tuning.batchBytes)
  window.seek(startAt)
  for (;;) {
    signal?.throwIfAborted()
    const end = window.bytes.length === 0 && window.atEnd
    const rewindTo = end ? parser.finish() : parser.push(window.bytes)
    batch.add(parser.events.take())
    yield* batch.flush()
    if (rewindTo === null && end) return 0
    window.seek(rewindTo ?? window.end)
    if (window.bytes.length === 0) await window.fill()
  }
}
