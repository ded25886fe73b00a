/**
 * Collects the first bytes of one block. Holds views of what is appended until `own` or `take`, since most blocks are
 * closed before that, and those that lie about their length much shorter than they claimed.
 * Invariant: holds at most `cap` bytes; after `own`, none of them in a buffer of someone else.
 */
export class BlockKeeper {
  /** Block bytes that passed by, kept or not. */
  seen = 0
  private pieces: Buffer[] = []
  private owned = 0
  private kept = 0
  private tail: Buffer = Buffer.alloc(0)

  /** `cap` in bytes, 0 or more; 0 keeps nothing. */
  constructor(private readonly cap: number) {}

  append(bytes: Buffer, from: number, to: number): void {
    if (to <= from) return
    this.seen += to - from
    if (this.kept < this.cap) {
      const piece = bytes.subarray(from, Math.min(to, from + this.cap - this.kept))
      this.pieces.push(piece)
      this.kept += piece.length
    }
    const last = bytes.subarray(Math.max(from, to - 4), to)
    this.tail = last.length === 4 ? last : Buffer.concat([this.tail, last]).subarray(-4)
  }

  /** Copies what is still in buffers of the caller, who may change them from now on. */
  own(): void {
    const views = this.pieces.splice(this.owned)
    if (views.length > 0) this.pieces.push(Buffer.concat(views))
    this.owned = this.pieces.length
    this.tail = Buffer.from(this.tail)
  }

  /** The last bytes appended, at most 4. */
  last4(): Buffer {
    return this.tail
  }

  /** A copy of what was kept of the first `length` block bytes; null if `cap` is 0. */
  take(length: number): Buffer | null {
    return this.cap === 0 ? null : Buffer.concat(this.pieces, Math.min(this.kept, length))
  }
}
