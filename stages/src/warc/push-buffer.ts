import type { RecordGrammar } from './record-grammar.js'

const EMPTY = Buffer.alloc(0)
/** The line ends that may precede a record, two of two bytes. */
const LINE_ENDS_BYTES = 4

/**
 * The bytes that a push parser has not passed yet. Positions count from the start of what is read, indices are into
 * `bytes`. Invariant: `base` is the position of `bytes[0]`, and no record start that was ruled out is found again.
 */
export class PushBuffer {
  bytes: Buffer = EMPTY
  /** Index of the next byte to pass. */
  pos = 0
  private searchedTo: number
  /** Held back by `search`, and kept by `settle`: what `findStart` needs, and the line ends before a record. */
  private readonly heldBack: number

  constructor(
    private base: number,
    private readonly grammar: RecordGrammar,
  ) {
    this.searchedTo = base
    this.heldBack = grammar.startBytes + LINE_ENDS_BYTES
  }

  /** Position of the next byte to pass. */
  get here(): number {
    return this.base + this.pos
  }

  push(chunk: Buffer): void {
    this.bytes = this.bytes.length > 0 ? Buffer.concat([this.bytes, chunk]) : chunk
  }

  /** Forgets the bytes passed but the last few, and copies the rest: what was pushed is its owner's again. */
  settle(): void {
    const from = Math.max(0, this.pos - this.heldBack)
    this.base += from
    this.bytes = from < this.bytes.length ? Buffer.from(this.bytes.subarray(from)) : EMPTY
    this.pos -= from
  }

  /** Forgets all bytes; the next ones pushed are those from `position` on. */
  restart(position: number): void {
    this.base = position
    this.bytes = EMPTY
    this.pos = 0
  }

  /** The index of a position; negative if its byte is gone. */
  indexOf(position: number): number {
    return position - this.base
  }

  positionOf(index: number): number {
    return this.base + index
  }

  /** Declares that no record that was not seen yet starts before `position`, but from there on one may. */
  searchFrom(position: number): void {
    this.searchedTo = position
  }

  /** The index of the first record start between `from` and the next byte to pass, or -1. */
  searchPassed(from: number): number {
    const index = Math.max(0, Math.max(from, this.searchedTo) - this.base)
    const found = this.grammar.findStart(this.bytes, index, this.pos)
    this.searchedTo = Math.max(this.searchedTo, this.here - this.grammar.startBytes)
    return found
  }

  /** Looks for a record start and passes the bytes that cannot hold one; the index of the start, or -1. */
  search(final: boolean): number {
    const { length } = this.bytes
    const to = final ? length : Math.max(this.pos, length - this.grammar.startBytes)
    const found = this.grammar.findStart(this.bytes, Math.max(this.pos, this.searchedTo - this.base), to)
    this.searchedTo = Math.max(this.searchedTo, this.base + to)
    this.pos = final ? length : Math.max(this.pos, length - this.heldBack)
    return found
  }
}
