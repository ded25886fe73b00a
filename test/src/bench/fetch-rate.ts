/** Counts events in a window that slides with time. */
export interface RateCounter {
  /** An event at a time, ms; times never go back. */
  readonly note: (time: number) => void
  /** Most events within one window so far, wherever it begins. */
  readonly most: () => number
}

/**
 * Most events in any window of `windowMs`: two events are in one window if they are less than that apart. Memory: the
 * times of one window.
 */
export function createRateCounter(windowMs: number): RateCounter {
  let times: number[] = []
  let first = 0
  let most = 0
  return {
    note: (time) => {
      times.push(time)
      while ((times[first] ?? time) <= time - windowMs) first += 1
      most = Math.max(most, times.length - first)
      if (first > 1000) {
        times = times.slice(first)
        first = 0
      }
    },
    most: () => most,
  }
}
