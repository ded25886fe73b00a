/** A token bucket that holds one token: nothing is saved up, so that no pause ends in a burst. */
export interface Pace {
  /** When the next start is allowed; may have passed. */
  readonly earliest: () => number
  readonly started: (now: number) => void
  /** From now on at least `ms` between two starts, the last one included. Never makes it faster. */
  readonly slowTo: (ms: number) => void
}

/**
 * Starts lie `1000 / requestsPerSecond` ms apart, rounded up to whole ms, so that any half-open second holds at most
 * `requestsPerSecond` of them.
 */
export function createPace(requestsPerSecond: number): Pace {
  let interval = Math.ceil(1000 / requestsPerSecond)
  let last = -Infinity
  return {
    earliest: () => last + interval,
    started: (now) => {
      last = now
    },
    slowTo: (ms) => {
      interval = Math.max(interval, ms)
    },
  }
}
