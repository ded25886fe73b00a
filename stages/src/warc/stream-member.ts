import { crc32 } from 'node:zlib'
import type { ReadTuning, WantBlock } from './archive-record.js'
import { EventBatch } from './event-batch.js'
import type { ArchiveEvent } from './event-order.js'
import type { FileWindow } from './file-window.js'
import { gzipHeaderLength, TRAILER_BYTES, trailerFault, zlibCode } from './gzip-member.js'
import { createInflateStream, type InflateStream } from './inflate-stream.js'
import type { RecordGrammar } from './record-grammar.js'
import { RecordParser } from './record-parser.js'

/** Pieces of input: large for speed, small once they expand a lot, for what a step inflates to is held in memory. */
const INPUT_BYTES = 16 * 1024
const EXPANDING_INPUT_BYTES = 2 * 1024
const EXPANDED_BYTES = 1 << 19
/** Pieces of output: large for speed, small to lose little before damage. */
const OUTPUT_BYTES = 64 * 1024
const FINE_OUTPUT_BYTES = 1024

/** How a member ended: file offset after it, or what is wrong. `cutOff`: the file ended inside it. */
export type MemberEnd =
  | { readonly sound: true; readonly end: number }
  | { readonly sound: false; readonly detail: string; readonly cutOff: boolean; readonly given: number }

type MemberFault = { readonly detail: string; readonly cutOff: boolean }

/** What reading a member needs. */
export interface MemberInput {
  readonly window: FileWindow
  readonly grammar: RecordGrammar
  readonly wantBlock: WantBlock
  readonly tuning: ReadTuning
  readonly signal: AbortSignal | undefined
}

/**
 * Reads the gzip member at the file offset `at`, of any size, in bounded memory; yields its events in batches.
 * In a damaged member up to 1 KiB of output before the damage is lost. Leaves the window anywhere.
 */
export async function* streamMember(
  input: MemberInput,
  at: number,
): AsyncGenerator<ArchiveEvent[], MemberEnd> {
  const { grammar, wantBlock, window } = input
  const endsBy = Number.POSITIVE_INFINITY
  const mayRewind = window.mayRework
  const parser = new RecordParser({ grammar, wantBlock, memberOffset: at, startAt: 0, endsBy, mayRewind })
  const batch = new EventBatch(input.tuning.batchBytes)
  let skip = 0
  let fine = false
  for (;;) {
    window.seek(at)
    const inflater = createInflateStream(fine ? FINE_OUTPUT_BYTES : OUTPUT_BYTES)
    let outcome: PassEnd
    try {
      outcome = yield* inflateInto(input, at, { parser, batch, inflater, skip, fine })
    } finally {
      inflater.close()
    }
    if (!('rewindTo' in outcome)) return outcome
    skip = outcome.rewindTo
    fine ||= outcome.fine
  }
}

/** How one pass over a member ended: as the member does, or with the wish for another pass. */
type PassEnd = MemberEnd | { readonly rewindTo: number; readonly fine: boolean }

interface Pass {
  readonly parser: RecordParser
  readonly batch: EventBatch
  readonly inflater: InflateStream
  /** Inflated bytes that the parser has had. */
  readonly skip: number
  /** This pass is a second look at damage, in small steps. */
  readonly fine: boolean
}

async function* inflateInto(
  input: MemberInput,
  at: number,
  pass: Pass,
): AsyncGenerator<ArchiveEvent[], PassEnd> {
  const { window, signal } = input
  const { parser, batch, inflater, skip, fine } = pass
  const dataAt = at + (await headerLength(window, at))
  let next = dataAt
  let size = 0
  let crc = 0
  let pieceBytes = EXPANDING_INPUT_BYTES
  for (;;) {
    signal?.throwIfAborted()
    window.drop(next)
    if (next === window.end && !window.atEnd) {
      yield* batch.flush()
      await window.fill()
      continue
    }
    const piece = window.bytes.subarray(0, pieceBytes)
    const result = piece.length > 0 ? await inflater.write(piece) : await inflater.end()
    const [first] = result.chunks
    const output = result.chunks.length === 1 && first !== undefined ? first : Buffer.concat(result.chunks)
    pieceBytes = output.length > EXPANDED_BYTES ? EXPANDING_INPUT_BYTES : INPUT_BYTES
    crc = crc32(output, crc)
    size += output.length
    if (size > skip) {
      const rewindTo = parser.push(output.subarray(Math.max(0, skip - size + output.length)))
      if (rewindTo !== null) return { rewindTo, fine }
    }
    batch.add(parser.events.take())
    if (batch.isFull()) yield* batch.flush()
    next = dataAt + result.consumed
    if (result.state === 'more') continue
    if (damaged(result.state) && !fine && window.mayRework(next - at)) return { rewindTo: size, fine: true }
    const fault = await memberFault(input, next, result.state, crc, size)
    const end = next + TRAILER_BYTES
    const rewindTo = fault === null ? parser.finish() : null
    if (rewindTo !== null) return { rewindTo, fine }
    batch.add(fault === null ? parser.events.takeSound(end - at) : parser.takeDamaged())
    yield* batch.flush()
    return fault === null ? { sound: true, end } : { sound: false, ...fault, given: batch.added }
  }
}

async function memberFault(
  { window }: MemberInput,
  trailerAt: number,
  state: 'end' | Error,
  crc: number,
  size: number,
): Promise<MemberFault | null> {
  const cut = { detail: 'the file ends inside the member', cutOff: true }
  if (state !== 'end') {
    const code = zlibCode(state)
    return code === 'Z_BUF_ERROR' ? cut : { detail: code, cutOff: false }
  }
  window.drop(trailerAt)
  while (window.bytes.length < TRAILER_BYTES && !window.atEnd) await window.fill()
  if (window.bytes.length < TRAILER_BYTES) return cut
  const detail = trailerFault(window.bytes, 0, crc, size)
  return detail === null ? null : { detail, cutOff: false }
}

async function headerLength(window: FileWindow, at: number): Promise<number> {
  window.drop(at)
  for (;;) {
    const length = gzipHeaderLength(window.bytes, 0)
    if (typeof length === 'number') return length
    if (length === 'no' || window.atEnd) throw new Error(`Expected a gzip header for offset ${at}, got none`)
    await window.fill()
  }
}

function damaged(state: 'end' | Error): boolean {
  return state !== 'end' && zlibCode(state) !== 'Z_BUF_ERROR'
}
