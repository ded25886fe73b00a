/** The times at which an open breaker lets one request through, in turn ever farther apart. */
export interface ProbeSchedule {
  /** When the next probe may start. */
  readonly due: () => number
  /** Starts anew: the first probe is `firstMs` away. */
  readonly begin: (now: number) => void
  /** A probe failed: the wait is doubled, up to `longestMs`. */
  readonly failed: (now: number) => void
}

/** Nothing is due before `begin`. */
export function createProbeSchedule(firstMs: number, longestMs: number): ProbeSchedule {
  let wait = firstMs
  let due = Infinity
  return {
    due: () => due,
    begin: (now) => {
      wait = firstMs
      due = now + wait
    },
    failed: (now) => {
      wait = Math.min(2 * wait, longestMs)
      due = now + wait
    },
  }
}
