import type { ArchiveEvent } from './event-order.js'

/** Events on their way to the reader. Invariant: full as soon as they hold more block bytes than `limit`. */
export class EventBatch {
  /** Events added so far, in all batches. */
  added = 0
  private events: ArchiveEvent[] = []
  private keptBytes = 0

  /** `limit` in bytes of blocks. */
  constructor(private readonly limit: number) {}

  add(events: readonly ArchiveEvent[]): void {
    this.added += events.length
    for (const event of events) {
      this.events.push(event)
      if (event.kind === 'record' && event.block !== null) this.keptBytes += event.block.length
    }
  }

  isFull(): boolean {
    return this.keptBytes > this.limit
  }

  /** Yields what there is, if anything. */
  *flush(): Generator<ArchiveEvent[], void> {
    if (this.events.length === 0) return
    const events = this.events
    this.events = []
    this.keptBytes = 0
    yield events
  }
}
