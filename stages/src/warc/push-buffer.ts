import { findRecordStart, RECORD_START_BYTES } from './record-head.js'

const EMPTY = Buffer.alloc(0)
/** Held back by `search`, and kept by `settle`: what `findRecordStart` needs, and the line ends that may precede a record. */
const HELD_BACK = RECORD_START_BYTES + 4

/**
 * The bytes that a push parser has not passed yet. Positions count from the start of what is read, indices are into
 * `bytes`. Invariant: `base` is the position of `bytes[0]`, and no record start that was ruled out is found again.
 */
export class PushBuffer {
  bytes: Buffer = EMPTY
  /** Index of the next byte to pass. */
  pos = 0
  private searchedTo: number

  constructor(private base: number) {
    this.searchedTo = base
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
    const from = Math.max(0, this.pos - HELD_BACK)
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
    const found = findRecordStart(this.bytes, index, this.pos)
    this.searchedTo = Math.max(this.searchedTo, this.here - RECORD_START_BYTES)
    return found
  }

  /** Looks for a record start and passes the bytes that cannot hold one; the index of the start, or -1. */
  search(final: boolean): number {
    const { length } = this.bytes
    const to = final ? length : Math.max(this.pos, length - RECORD_START_BYTES)
    const found = findRecordStart(this.bytes, Math.max(this.pos, this.searchedTo - this.base), to)
    this.searchedTo = Math.max(this.searchedTo, this.base + to)
    this.pos = final ? length : Math.max(this.pos, length - HELD_BACK)
    return found
  }
}
