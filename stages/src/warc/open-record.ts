import type { ArchiveRecord, GapReason, RecordHead } from './archive-record.js'
import type { BlockKeeper } from './block-keeper.js'
import type { PushBuffer } from './push-buffer.js'
import type { RecordGrammar } from './record-grammar.js'

const LF = 10
const CR = 13

/** A record whose end is not known yet. */
export interface OpenRecord {
  readonly head: RecordHead
  /** Block bytes to keep. */
  readonly cap: number
  readonly keeper: BlockKeeper
  /** Positions of the header and of the block, in what the parser reads. */
  readonly start: number
  readonly blockStart: number
  /** The first place in the block where a record could start: its true end if Content-Length proves wrong. */
  successor: { readonly at: number; readonly blockLength: number } | null
}

/** Why a block is short of what it declares; null if it is not, or is longer. */
export type BlockEnd = 'archive' | 'next_record' | null

/** Bytes that are no record, and that may go on. */
export interface OpenGap {
  readonly start: number
  readonly reason: GapReason
  readonly detail: string
  allZero: boolean
}

/** The record start at index `found` as the place where `open` ends; line ends before it are not the block's. */
export function successorAt(
  open: OpenRecord,
  input: PushBuffer,
  found: number,
  grammar: RecordGrammar,
): OpenRecord['successor'] {
  const before = input.bytes.subarray(Math.max(0, found - 4, input.indexOf(open.blockStart)), found)
  const at = input.positionOf(found)
  return { at, blockLength: at - open.blockStart - lineEndBytes(before, grammar) }
}

/** The finished record; `length` in file bytes. */
export function closeRecord(
  open: OpenRecord,
  length: number,
  blockBytes: number,
  ended: BlockEnd,
): ArchiveRecord {
  const { head, cap, keeper } = open
  const blockLength = Math.max(0, blockBytes)
  return {
    kind: 'record',
    offset: head.offset,
    innerOffset: head.innerOffset,
    length,
    version: head.version,
    type: head.type,
    targetUri: head.targetUri,
    date: head.date,
    contentType: head.contentType,
    headers: head.headers,
    declaredLength: head.declaredLength,
    block: keeper.take(blockLength),
    blockLength,
    truncated: ended ?? (cap > 0 && blockLength > cap ? 'cap' : head.headers.get('warc-truncated') || null),
  }
}

/** How many of the last bytes are the line ends that a writer puts after a block. */
export function lineEndBytes(tail: Buffer, { lineEnds, carriageReturns }: RecordGrammar): number {
  let end = tail.length
  for (let i = 0; i < lineEnds && tail[end - 1] === LF; i++)
    end -= carriageReturns && tail[end - 2] === CR ? 2 : 1
  return tail.length - end
}

/** Whether all bytes of `[from, to)` are zero. */
export function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false
  return true
}
