import { checkLaneLimits, type LaneLimits, whole } from './lane-limits.js'

/**
 * The limits of one lane as shares for up to `workers` workers (1 or more) that do not talk to each other. Every
 * limit is a whole number in every share, and the shares of each limit add up to the limit, the larger ones first.
 *
 * There may be fewer shares than workers, never none: a share needs a request in flight from the start, and a pace.
 * A Crawl-delay is never shared. Work of a domain goes to the workers with a share (say, by `hash % shares.length`).
 * Each share learns alone: one that is halved leaves the others as they are, and none goes below 1 in flight.
 */
export function shareLimits(limits: LaneLimits, workers: number): readonly LaneLimits[] {
  const { startConcurrency, maxConcurrency, requestsPerSecond, crawlDelayMs } = checkLaneLimits(limits)
  whole(workers, 1, Number.MAX_SAFE_INTEGER, 'workers')
  if (crawlDelayMs > 0) return [limits]
  const count = Math.min(workers, startConcurrency, requestsPerSecond)
  return Array.from({ length: count }, (_, index) => ({
    startConcurrency: part(startConcurrency, count, index),
    maxConcurrency: part(maxConcurrency, count, index),
    requestsPerSecond: part(requestsPerSecond, count, index),
    crawlDelayMs: 0,
  }))
}

function part(total: number, count: number, index: number): number {
  return Math.floor(total / count) + (index < total % count ? 1 : 0)
}
