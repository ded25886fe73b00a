import { describe, expect, it } from 'vitest'
import { createUniform } from '../projection/seeded-hash.js'
import { createLane, type LaneOutcome } from './lane.js'
import {
  mostStartsIn,
  queueingSite,
  type Site,
  sharingSite,
  type Visit,
  visitSite,
} from './simulated-site.js'

const MINUTE = 60_000

const withLatency = (ms: () => number): Site => queueingSite(100, ms)
const lastLimits = (visits: readonly Visit[], from: number) =>
  visits.filter(({ startedAt }) => startedAt >= from).map(({ limit }) => limit)
const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length

describe('a lane at a site', () => {
  it('takes a step up per 30 good answers, to 6 at 10 a second', () => {
    const visits = visitSite(
      createLane(),
      withLatency(() => 900),
      0,
      5 * MINUTE,
    )
    // By hand: 30 answers to each limit, then those of the old limit that are still in flight when it steps up.
    expect([2, 3, 4, 5].map((limit) => visits.filter((visit) => visit.limit === limit).length)).toEqual([
      31, 32, 33, 34,
    ])
    expect(Math.max(...visits.map(({ inFlight }) => inFlight))).toBe(6)
    expect(mostStartsIn(visits, 1000)).toBe(7)
  })

  it('stays at 2 where the pace alone bounds it', () => {
    const lane = createLane()
    const visits = visitSite(
      lane,
      withLatency(() => 80),
      0,
      MINUTE,
    )
    expect(visits).toHaveLength(600)
    expect(lane.view().limit).toBe(2)
  })

  it.each([2, 3])('settles at the knee of a site that serves %i at once', (servers) => {
    const visits = visitSite(
      createLane(),
      sharingSite(servers, () => 1000),
      0,
      60 * MINUTE,
    )
    const late = lastLimits(visits, 20 * MINUTE)
    // It tries one more now and then: two windows for sixteen good ones.
    expect(Math.max(...late)).toBe(servers + 1)
    expect(Math.min(...late)).toBe(servers)
    expect(late.filter((limit) => limit > servers).length / late.length).toBeLessThan(0.15)
  })

  it('goes on to where a request more costs no more than three tenths', () => {
    const settled = [4, 5].map((servers) => {
      const visits = visitSite(
        createLane(),
        sharingSite(servers, () => 1000),
        0,
        60 * MINUTE,
      )
      return meanOf(lastLimits(visits, 20 * MINUTE))
    })
    // 5 at 4 servers wait 5/4 of the time, 6 at 5 servers 6/5.
    expect(Math.abs((settled[0] ?? 0) - 5)).toBeLessThan(0.2)
    expect(settled[1]).toBe(6)
  })

  it('holds 1 or 2 where one server does all', () => {
    const visits = visitSite(
      createLane(),
      sharingSite(1, () => 1000),
      0,
      60 * MINUTE,
    )
    expect(meanOf(lastLimits(visits, 20 * MINUTE))).toBeLessThan(2.2)
  })

  it.each([2, 3, 4, 5])('settles below the knee of %i where latencies vary threefold', (servers) => {
    for (let seed = 1; seed <= 4; seed++) {
      const uniform = createUniform(seed, 'judged')
      const serviceMs = () => 500 + 1000 * uniform()
      const visits = visitSite(createLane(), queueingSite(servers, serviceMs), 0, 60 * MINUTE)
      const mean = meanOf(lastLimits(visits, 20 * MINUTE))
      // Below rather than at it: the best of many medians is a lucky one.
      expect(mean, `seed ${seed}`).toBeGreaterThan(0.6 * servers)
      expect(mean, `seed ${seed}`).toBeLessThan(servers + 0.1)
    }
  })

  it('goes back to 6 after a site that failed for a while, and after one that became slower', () => {
    const broken: Site = (now) =>
      now >= 5 * MINUTE && now < 7 * MINUTE
        ? { afterMs: 100, outcome: { kind: 'strained' } }
        : { afterMs: 900, outcome: { kind: 'good', latencyMs: 900 } }
    const visits = visitSite(createLane(), broken, 0, 20 * MINUTE)
    expect(lastLimits(visits, 4.9 * MINUTE)[0]).toBe(6)
    const during = visits.filter(({ kind }) => kind === 'strained')
    // Six were in flight at most when it began; then one after pauses of 1, 2, 4, 8, 16, 32 and 60 s.
    expect(during.length).toBeLessThanOrEqual(6 + 7)
    expect(during.slice(6).every(({ limit }) => limit <= 3)).toBe(true)
    expect(lastLimits(visits, 19 * MINUTE).every((limit) => limit === 6)).toBe(true)

    let clock = 0
    const slower = withLatency(() => (clock < 5 * MINUTE ? 700 : 2000))
    const site: Site = (now) => {
      clock = now
      return slower(now)
    }
    const slow = visitSite(createLane(), site, 0, 120 * MINUTE)
    expect(Math.min(...lastLimits(slow, 5 * MINUTE))).toBe(1)
    expect(lastLimits(slow, 110 * MINUTE).every((limit) => limit === 6)).toBe(true)
  })
})

describe('whatever the site does', () => {
  const hostile = (seed: number): Site => {
    const uniform = createUniform(seed, 'judged')
    const bad = uniform() ** 2
    const slowest = 10 ** (1 + 3 * uniform())
    return () => {
      const afterMs = Math.floor(slowest * uniform())
      const dice = uniform()
      const outcome: LaneOutcome =
        dice < bad / 2
          ? { kind: 'strained', ...(uniform() < 0.3 ? { retryAfterMs: 300_000 * uniform() } : {}) }
          : dice < bad
            ? { kind: 'neutral' }
            : { kind: 'good', latencyMs: afterMs }
      return { afterMs, outcome }
    }
  }

  it('never goes beyond its limits, and always goes on', () => {
    let most = 0
    for (let seed = 1; seed <= 100; seed++) {
      const uniform = createUniform(seed, 'axes')
      const max = 1 + Math.floor(6 * uniform())
      const requestsPerSecond = 1 + Math.floor(10 * uniform())
      const crawlDelayMs = uniform() < 0.2 ? Math.floor(5000 * uniform()) : 0
      const limits = {
        maxConcurrency: max,
        startConcurrency: Math.min(2, max),
        requestsPerSecond,
        crawlDelayMs,
      }
      // `visitSite` throws where a promised start does not come.
      const visits = visitSite(createLane(limits), hostile(seed), 0, 10 * MINUTE)
      expect(mostStartsIn(visits, 1000), `seed ${seed}`).toBeLessThanOrEqual(requestsPerSecond)
      if (crawlDelayMs > 0) expect(mostStartsIn(visits, crawlDelayMs), `seed ${seed}`).toBe(1)
      const inFlight = Math.max(...visits.map((visit) => visit.inFlight))
      expect(inFlight, `seed ${seed}`).toBeLessThanOrEqual(crawlDelayMs > 0 ? 1 : max)
      expect(visits.every((visit) => visit.inFlight <= visit.limit && visit.limit >= 1)).toBe(true)
      // The longest silence of its own making is a pause of 5 minutes, besides an answer of at most 10 s.
      const starts = [...visits.map(({ startedAt }) => startedAt), 10 * MINUTE]
      const silences = starts.slice(1).map((start, index) => start - (starts[index] ?? 0))
      expect(Math.max(...silences), `seed ${seed}`).toBeLessThanOrEqual(310_000)
      most = Math.max(most, inFlight)
    }
    expect(most).toBe(6)
  })
})
