/** What one registered domain may be asked at most, by all workers together. */
export interface LaneLimits {
  /** Requests in flight at first; 1 to `maxConcurrency`. */
  readonly startConcurrency: number
  /** Requests in flight at most; a whole number. */
  readonly maxConcurrency: number
  /** Requests started in any second, more than 0 to 1000. */
  readonly requestsPerSecond: number
  /** `Crawl-delay` in ms; 0 for none. Any other: one request in flight, and so long from an answer to the next start. */
  readonly crawlDelayMs: number
}

/** For a site of which nothing is known. More is for a site whose owner said so, or for a network built for it. */
export const LANE_LIMITS: LaneLimits = {
  startConcurrency: 2,
  maxConcurrency: 6,
  requestsPerSecond: 10,
  crawlDelayMs: 0,
}

/** Gives the limits back, or throws a `RangeError` that names the first bad one. */
export function checkLaneLimits(limits: LaneLimits): LaneLimits {
  const { startConcurrency, maxConcurrency, requestsPerSecond, crawlDelayMs } = limits
  whole(maxConcurrency, 1, Number.MAX_SAFE_INTEGER, 'maxConcurrency')
  whole(startConcurrency, 1, maxConcurrency, 'startConcurrency')
  if (!(requestsPerSecond > 0 && requestsPerSecond <= 1000)) {
    throw new RangeError(`Expected more than 0 to 1000 for requestsPerSecond, got ${requestsPerSecond}`)
  }
  checkMs(crawlDelayMs, 'crawlDelayMs')
  return limits
}

/** Throws a `RangeError` unless `value` is 0 or more; Infinity passes, since sites choose some of these. */
export function checkMs(value: number, name: string): number {
  if (value >= 0) return value
  throw new RangeError(`Expected 0 or more ms for ${name}, got ${value}`)
}

/** Throws a `RangeError` unless `value` is a whole number in `least..most`. */
export function whole(value: number, least: number, most: number, name: string): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new RangeError(`Expected a whole number ${least} to ${most} for ${name}, got ${value}`)
}

/**
 * The part of one of `tasks` coordinators that do not talk to each other (`--task i/n`): the rate is divided, and the
 * connections as far as whole numbers go, at least one each. A Crawl-delay becomes as many times longer.
 */
export function limitsOfTask(limits: LaneLimits, tasks: number): LaneLimits {
  whole(tasks, 1, Number.MAX_SAFE_INTEGER, 'tasks')
  const part = (total: number) => Math.max(1, Math.floor(total / tasks))
  return {
    startConcurrency: part(limits.startConcurrency),
    maxConcurrency: part(limits.maxConcurrency),
    requestsPerSecond: limits.requestsPerSecond / tasks,
    crawlDelayMs: limits.crawlDelayMs * tasks,
  }
}
