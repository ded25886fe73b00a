import type { ArchiveRecord, Gap, GapReason } from './archive-record.js'

/** What an archive consists of. */
export type ArchiveEvent = ArchiveRecord | Gap

/**
 * The events of one member or of a plain file, on their way out.
 * Invariant: of a member, its last record so far, and what was found after it, stay until it is clear which record
 * is the last and whether the member is sound.
 */
export class EventOrder {
  private ready: ArchiveEvent[] = []
  private held: ArchiveEvent[] = []

  /** `memberOffset` is the file offset of the gzip member; null for a plain file. */
  constructor(private readonly memberOffset: number | null) {}

  addRecord(record: ArchiveRecord): void {
    if (this.memberOffset === null) this.ready.push(record)
    else this.held = [record]
  }

  /** `start` and `end` are file offsets in a plain file, and of no use in a member. */
  addGap(start: number, end: number, reason: GapReason, detail: string): void {
    const offset = this.memberOffset
    if (offset === null) this.ready.push({ kind: 'gap', offset: start, length: end - start, reason, detail })
    else this.held.push({ kind: 'gap', offset, length: 0, reason, detail })
  }

  /** Says that a further record has begun, with a good header. */
  release(): void {
    this.ready.push(...this.held)
    this.held = []
  }

  /** The events that are certain and were not taken yet, in the order of the file. */
  take(): ArchiveEvent[] {
    const events = this.ready
    this.ready = []
    return events
  }

  /** The remaining events of a sound member, whose `length` file bytes its last record carries. */
  takeSound(length: number): ArchiveEvent[] {
    const [last, ...gaps] = this.held
    this.held = []
    const offset = this.memberOffset ?? 0
    const first = last ?? { kind: 'gap', offset, length, reason: 'empty_member', detail: 'holds no record' }
    return [...this.take(), { ...first, length }, ...gaps]
  }

  /** The remaining records of a damaged member; the last one only if it was `followed` by another's first bytes. */
  takeDamaged(followed: boolean): ArchiveEvent[] {
    const last = followed ? this.held.filter((event) => event.kind === 'record') : []
    this.held = []
    return [...this.take(), ...last]
  }
}
