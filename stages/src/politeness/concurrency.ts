/** How many requests may be in flight, learned from the answers. */
export interface Concurrency {
  /** 1 to `max`. */
  readonly limit: () => number
  /** Tickets rise. `filled`: with this request the lane has as many in flight as it may. */
  readonly started: (ticket: number, filled: boolean) => void
  readonly good: (ticket: number, latencyMs: number) => void
  /** How many rounds in a row were strained, this one included; 0 if the request belongs to a round already counted. */
  readonly strained: (ticket: number) => number
}

/** Good answers that are judged together. */
export const WINDOW = 30
/** A median within this factor of the best one is no slower. */
export const LATENCY_FACTOR = 1.3
const MOST_PATIENCE = 16

/**
 * Additive increase, multiplicative decrease (D.-M. Chiu and R. Jain, 1989), with a second brake by latency as in
 * TCP Vegas (L. S. Brakmo and L. L. Peterson, 1995).
 *
 * - A window is 30 good answers to requests that started after the last change. It adds one if its median latency
 *   is at most 1.3 times the best and at least half of its requests filled the lane: what was not tried out is no
 *   ground for more.
 * - The best is the lowest median of a window. A window at 1 sets it anew: with one request in flight the latency
 *   is the site's own, so that a site that became slower is not held at 1 for ever by what it once was.
 * - Two slow windows in a row take one away, and 2, 4, 8, then always 16 windows must be good before it is tried
 *   again; a step that holds sets that back to 1. One slow window alone is mostly chance.
 * - A strained answer (timeout, 429, 5xx, connection error) halves. The other requests that were in flight then
 *   tell the same news and halve no more, as TCP reacts once per round trip.
 */
export function createConcurrency(start: number, max: number): Concurrency {
  let limit = start
  let best = Infinity
  let latest = 0
  /** Answers to tickets up to here do not count, for the window and for strain. */
  let windowAfter = 0
  let strainAfter = 0
  let strains = 0
  let patience = 1
  let goodWindows = 0
  let slowWindows = 0
  let grown = false
  let filledStarts = 0
  let latencies: number[] = []

  const openWindow = () => {
    latencies = []
    filledStarts = 0
  }
  const change = (to: number) => {
    limit = to
    windowAfter = latest
    goodWindows = 0
    slowWindows = 0
    openWindow()
  }

  const judge = () => {
    const median = medianOf(latencies)
    const tried = filledStarts * 2 >= WINDOW
    best = limit === 1 ? median : Math.min(best, median)
    openWindow()
    if (median > LATENCY_FACTOR * best) {
      goodWindows = 0
      if (++slowWindows < 2) return
      patience = Math.min(2 * patience, MOST_PATIENCE)
      grown = false
      change(limit - 1)
      return
    }
    slowWindows = 0
    if (grown) patience = 1
    grown = false
    if (!tried || limit === max || ++goodWindows < patience) return
    grown = true
    change(limit + 1)
  }

  return {
    limit: () => limit,
    started: (ticket, filled) => {
      latest = ticket
      if (filled) filledStarts++
    },
    good: (ticket, latencyMs) => {
      if (ticket > strainAfter) strains = 0
      if (ticket <= windowAfter) return
      latencies.push(latencyMs)
      if (latencies.length === WINDOW) judge()
    },
    strained: (ticket) => {
      if (ticket <= strainAfter) return 0
      strainAfter = latest
      grown = false
      change(Math.max(1, Math.floor(limit / 2)))
      return ++strains
    },
  }
}

/** The upper one of two in the middle. Not NaN for a non-empty list without NaN. */
function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Infinity
}
