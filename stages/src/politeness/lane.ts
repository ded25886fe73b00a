import { createConcurrency } from './concurrency.js'
import { checkLaneLimits, checkMs, LANE_LIMITS, type LaneLimits } from './lane-limits.js'
import { createPace } from './pace.js'
import type { Full, GivenUp, Start, Wait } from './turn.js'

/** What came of one request. */
export type LaneOutcome =
  /** A 200 whose head came `latencyMs` after the request, 0 or more. */
  | { readonly kind: 'good'; readonly latencyMs: number }
  /** A sign of too much load: timeout, 429, 5xx, connection error. `retryAfterMs` as of `parseRetryAfter`. */
  | { readonly kind: 'strained'; readonly retryAfterMs?: number }
  /** Tells nothing about load: any other status, redirects, refusals of ours, given up by the caller. */
  | { readonly kind: 'neutral' }

export interface LaneView {
  /** Requests that may be in flight, 1 to `maxConcurrency`. */
  readonly limit: number
  readonly inFlight: number
  /** -Infinity if it never paused. */
  readonly pausedUntil: number
  readonly givenUp: GivenUp | null
}

export interface Lane {
  /** May one more request start now? `start` has taken the place. Later calls have no smaller `now`. */
  readonly next: (now: number) => Start | Wait | Full | GivenUp
  /** What `next` would refuse with; null: it would give a start. Changes nothing. */
  readonly hindrance: (now: number) => Wait | Full | GivenUp | null
  /** Once per ticket, also after giving up; throws a `RangeError` for a ticket that is not in flight. */
  readonly answered: (ticket: number, outcome: LaneOutcome, now: number) => void
  /** `Crawl-delay` of a host of this domain, in ms; the longest counts. 0 changes nothing. */
  readonly slowTo: (crawlDelayMs: number) => void
  readonly view: () => LaneView
  /** True if a new lane of the same limits would be no less polite from `now` on: tables may drop this one. */
  readonly canForget: (now: number) => boolean
}

/** A lane that is asked to wait longer gives up; under the hour that `parseRetryAfter` cuts at. */
export const MAX_RETRY_AFTER_MS = 300_000
/** A longer `Crawl-delay` gives the domain up. Apache Nutch: `fetcher.max.crawl.delay`. */
export const MAX_CRAWL_DELAY_MS = 30_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/**
 * The polite way to one registered domain. Throws a `RangeError` for bad limits.
 *
 * - In flight: `createConcurrency`. Pace: `createPace`. A Crawl-delay makes it one in flight, and lies between an answer
 *   and the next start: between two starts it would come out shorter at the site, since a start takes its time to arrive.
 * - Each strained round pauses the lane: 1 s, doubled for each in a row, at most a minute; `Retry-After` where that
 *   is longer, up to 5 minutes, and beyond that the lane gives up for good.
 * - Nothing is chosen at random: who waits for several lanes adds what spread they need.
 */
export function createLane(options: Partial<LaneLimits> = {}): Lane {
  const limits = checkLaneLimits({ ...LANE_LIMITS, ...options })
  const concurrency = createConcurrency(limits.startConcurrency, limits.maxConcurrency)
  const pace = createPace(limits.requestsPerSecond)
  const inFlight = new Set<number>()
  let tickets = 0
  let single = false
  let delayMs = 0
  let answeredAt = -Infinity
  let pausedUntil = -Infinity
  let givenUp: GivenUp | null = null

  const allowed = () => (single ? 1 : concurrency.limit())

  const slowTo = (crawlDelayMs: number) => {
    checkMs(crawlDelayMs, 'crawlDelayMs')
    if (crawlDelayMs === 0) return
    single = true
    delayMs = Math.max(delayMs, crawlDelayMs)
    pace.slowTo(crawlDelayMs)
    if (crawlDelayMs > MAX_CRAWL_DELAY_MS) {
      givenUp ??= { kind: 'given_up', why: 'crawl_delay', askedMs: crawlDelayMs }
    }
  }
  slowTo(limits.crawlDelayMs)

  const pause = (ticket: number, askedMs: number, now: number) => {
    const round = concurrency.strained(ticket)
    const own = round === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (round - 1), LONGEST_PAUSE_MS)
    if (askedMs > MAX_RETRY_AFTER_MS) givenUp ??= { kind: 'given_up', why: 'retry_after', askedMs }
    else pausedUntil = Math.max(pausedUntil, now + Math.max(own, askedMs))
  }

  const paceAllows = () => Math.max(pace.earliest(), single ? answeredAt + delayMs : -Infinity)
  const hindrance = (now: number): Wait | Full | GivenUp | null => {
    if (givenUp !== null) return givenUp
    if (inFlight.size >= allowed()) return { kind: 'full' }
    const until = Math.max(pausedUntil, paceAllows())
    return now < until ? { kind: 'wait', until } : null
  }

  return {
    hindrance,
    next: (now) => {
      const hindered = hindrance(now)
      if (hindered !== null) return hindered
      const ticket = ++tickets
      inFlight.add(ticket)
      pace.started(now)
      concurrency.started(ticket, inFlight.size >= allowed())
      return { kind: 'start', ticket }
    },
    answered: (ticket, outcome, now) => {
      if (outcome.kind === 'good') checkMs(outcome.latencyMs, 'latencyMs')
      const askedMs = outcome.kind === 'strained' ? checkMs(outcome.retryAfterMs ?? 0, 'retryAfterMs') : 0
      if (!inFlight.delete(ticket)) {
        throw new RangeError(`Expected a ticket in flight for ticket, got ${ticket}`)
      }
      answeredAt = now
      if (outcome.kind === 'good') concurrency.good(ticket, outcome.latencyMs)
      if (outcome.kind === 'strained') pause(ticket, askedMs, now)
    },
    slowTo,
    view: () => ({ limit: allowed(), inFlight: inFlight.size, pausedUntil, givenUp }),
    canForget: (now) =>
      inFlight.size === 0 &&
      givenUp === null &&
      // A minute more than the pause, since a new lane counts strained rounds from 0.
      now >= Math.max(pausedUntil + LONGEST_PAUSE_MS, paceAllows()) &&
      single === limits.crawlDelayMs > 0 &&
      concurrency.limit() >= limits.startConcurrency,
  }
}
