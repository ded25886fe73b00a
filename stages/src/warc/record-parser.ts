import type { GapReason, WantBlock } from './archive-record.js'
import { BlockKeeper } from './block-keeper.js'
import { type ArchiveEvent, EventOrder } from './event-order.js'
import {
  type BlockEnd,
  closeRecord,
  isZero,
  lineEndBytes,
  type OpenGap,
  type OpenRecord,
  successorAt,
} from './open-record.js'
import { PushBuffer } from './push-buffer.js'
import type { RecordGrammar } from './record-grammar.js'

/** How a parser fits into its surroundings. */
export interface ParserOptions {
  readonly grammar: RecordGrammar
  readonly wantBlock: WantBlock
  /** File offset of the gzip member whose inflated bytes are pushed; null if the pushed bytes are the file's. */
  readonly memberOffset: number | null
  /** Position of the first byte pushed, in the file or in the inflated member. */
  readonly startAt: number
  /** Position after the last byte that can come, if known; otherwise infinity. */
  readonly endsBy: number
  /** Whether the caller will push that many bytes again. */
  readonly mayRewind: (bytes: number) => boolean
}

const LF = 10
const CR = 13

/**
 * Splits bytes into records of one grammar; the bytes may come in pieces of any size and the result does not depend on it.
 * Invariant: every byte before `input.here` belongs to an event given, to `open`, or to `gap`.
 * Memory: one record header, the kept part of one block, and the last piece pushed.
 */
export class RecordParser {
  private readonly input: PushBuffer
  private state: 'between' | 'header' | 'block' | 'overrun' | 'scan' = 'between'
  private open: OpenRecord | null = null
  private gap: OpenGap | null = null
  private lineEnds = 0
  private betweenFrom: number
  private rewindTo: number | null = null
  /** What was found; after `finish`, or `takeDamaged`, all of it can be taken. */
  readonly events: EventOrder

  constructor(private readonly options: ParserOptions) {
    this.events = new EventOrder(options.memberOffset)
    this.input = new PushBuffer(options.startAt, options.grammar)
    this.betweenFrom = options.startAt
  }

  /** Takes the next bytes. Returns the position from which bytes must be pushed again, or null to go on. */
  push(chunk: Buffer): number | null {
    this.input.push(chunk)
    return this.run(false)
  }

  /** Says that no bytes follow. Returns a position as `push` does: then push from there and finish again. */
  finish(): number | null {
    return this.run(true)
  }

  /** Instead of `finish`: the remaining records of a damaged member. */
  takeDamaged(): ArchiveEvent[] {
    return this.events.takeDamaged(this.state === 'header')
  }

  private run(final: boolean): number | null {
    while (this.rewindTo === null && this[this.state](final)) {}
    const rewindTo = this.rewindTo
    this.rewindTo = null
    this.open?.keeper.own()
    if (rewindTo === null) this.input.settle()
    else this.input.restart(rewindTo)
    return rewindTo
  }

  // Each state is a method: one transition, which returns false if it needs more bytes.

  private between(final: boolean): boolean {
    const { open, input } = this
    const { grammar } = this.options
    const { bytes } = input
    const from = input.pos
    for (; input.pos < bytes.length; input.pos++) {
      const byte = bytes[input.pos]
      if (byte === LF) this.lineEnds++
      else if (byte !== CR) break
    }
    const ended = input.pos === bytes.length
    const start = ended ? 'unknown' : grammar.startsRecord(bytes, input.pos)
    const wrong = open !== null && this.lineEnds < grammar.lineEnds && start !== 'yes'
    if (!final && (start === 'unknown' || (wrong && bytes.length - input.pos < grammar.startBytes))) {
      // Should the length prove wrong later, these line ends are part of the block, and it is no longer here.
      if (wrong) {
        open.keeper.append(bytes, from, input.pos)
        this.findSuccessor(open)
      }
      return false
    }
    if (ended || start !== 'no') {
      this.closeBetween()
      this.state = 'header'
      return !ended
    }
    if (wrong) {
      open.keeper.append(bytes, from, input.pos)
      // The true end of the block is where the next record starts, inside the block or after it.
      this.findSuccessor(open)
      if (open.successor === null || !this.turnTo(open, open.successor)) this.state = 'overrun'
      return true
    }
    if (open !== null) this.closeBetween()
    this.startScan(this.betweenFrom, 'junk', 'no record starts here')
    return true
  }

  private closeBetween(): void {
    const here = this.input.here
    if (this.open !== null) this.close(this.open, here, this.open.head.declaredLength, null)
    else if (here > this.betweenFrom && this.options.memberOffset === null) {
      this.events.addGap(this.betweenFrom, here, 'junk', 'line ends before the first record')
    }
    this.betweenFrom = here
  }

  private header(final: boolean): boolean {
    const { input } = this
    const { here } = input
    const { grammar, memberOffset, wantBlock } = this.options
    const end = grammar.findHeaderEnd(input.bytes, input.pos)
    if (end === 'more' && !final) return false
    if (typeof end === 'string') {
      const cut = end === 'more'
      this.startScan(
        here,
        cut ? 'truncated_header' : 'header_too_long',
        cut ? 'cut off' : 'above 64 KiB or 200 lines',
      )
      return true
    }
    if (!final && input.bytes.length - end < grammar.openingBytes) return false
    const header = input.bytes.subarray(input.pos, end)
    const opening = input.bytes.subarray(end, end + grammar.openingBytes)
    const place = { offset: memberOffset ?? here, innerOffset: memberOffset === null ? 0 : here }
    const head = grammar.parseHead(header, opening, place)
    if (typeof head === 'string') {
      this.startScan(here, 'bad_record_header', head)
      return true
    }
    this.events.release()
    const cap = Math.max(0, wantBlock(head))
    const blockStart = input.positionOf(end)
    this.open = { head, cap, keeper: new BlockKeeper(cap), start: here, blockStart, successor: null }
    input.searchFrom(blockStart)
    input.pos = end
    this.state = 'block'
    return true
  }

  private block(final: boolean): boolean {
    const { open, input } = this
    const { bytes } = input
    if (open === null) throw new Error('Expected an open record for state block, got none')
    const left = open.head.declaredLength - open.keeper.seen
    if (left <= bytes.length - input.pos) {
      open.keeper.append(bytes, input.pos, input.pos + left)
      input.pos += left
      this.lineEnds = 0
      this.state = 'between'
      return true
    }
    const from = input.pos
    const found = input.search(final)
    if (found >= 0) open.successor ??= successorAt(open, input, found, this.options.grammar)
    open.keeper.append(bytes, from, input.pos)
    // A block that does not fit into the file ends at once where a record starts: no need to read to the end.
    const wrong = final || open.blockStart + open.head.declaredLength > this.options.endsBy
    if (wrong && open.successor !== null && this.turnTo(open, open.successor)) return true
    if (!final) return false
    // A sound member was written whole: line ends at its end are not the block's. A cut file can end anywhere.
    const { memberOffset, grammar } = this.options
    const lineEnds = memberOffset === null ? 0 : lineEndBytes(open.keeper.last4(), grammar)
    this.close(open, input.here, open.keeper.seen - lineEnds, 'archive')
    this.state = 'between'
    this.betweenFrom = input.here
    return true
  }

  private findSuccessor(open: OpenRecord): void {
    if (open.successor !== null) return
    const found = this.input.searchPassed(open.blockStart)
    if (found >= 0) open.successor = successorAt(open, this.input, found, this.options.grammar)
  }

  /** Ends `open` where the next record starts and goes there; false if that is too far back to read again. */
  private turnTo(open: OpenRecord, next: { readonly at: number; readonly blockLength: number }): boolean {
    const index = this.input.indexOf(next.at)
    if (index < 0 && !this.options.mayRewind(this.input.here - next.at)) return false
    this.close(open, next.at, next.blockLength, 'next_record')
    if (index < 0) this.rewindTo = next.at
    else this.input.pos = index
    this.state = 'header'
    return true
  }

  private overrun(final: boolean): boolean {
    const { open, input } = this
    const { bytes } = input
    if (open === null) throw new Error('Expected an open record for state overrun, got none')
    const from = input.pos
    const found = input.search(final)
    if (found >= 0) input.pos = Math.max(from, found)
    open.keeper.append(bytes, from, input.pos)
    if (found < 0 && !final) return false
    const lineEnds = lineEndBytes(open.keeper.last4(), this.options.grammar)
    this.close(open, input.here, open.keeper.seen - lineEnds, null)
    this.state = found < 0 ? 'between' : 'header'
    this.betweenFrom = input.here
    return true
  }

  private scan(final: boolean): boolean {
    const { gap, input } = this
    if (gap === null) throw new Error('Expected an open gap for state scan, got none')
    const from = input.pos
    const found = input.search(final)
    if (found >= 0) input.pos = found
    gap.allZero &&= isZero(input.bytes, from, input.pos)
    if (found < 0 && !final) return false
    const padding = gap.reason === 'junk' && gap.allZero
    const detail = padding ? 'zero bytes' : gap.detail
    this.events.addGap(gap.start, input.here, padding ? 'zero_padding' : gap.reason, detail)
    this.gap = null
    this.betweenFrom = input.here
    this.state = found < 0 ? 'between' : 'header'
    return true
  }

  private close(open: OpenRecord, end: number, blockLength: number, ended: BlockEnd): void {
    const length = this.options.memberOffset === null ? end - open.start : 0
    this.events.addRecord(closeRecord(open, length, blockLength, ended))
    this.open = null
  }

  private startScan(start: number, reason: GapReason, detail: string): void {
    this.gap = { start, reason, detail, allZero: start === this.input.here }
    // A record start that was no good is not found again.
    this.input.searchFrom(this.input.here + (reason === 'junk' ? 0 : 1))
    this.state = 'scan'
  }
}
