import { describe, expect, it } from 'vitest'
import { createUniform } from '../projection/seeded-hash.js'
import { createLane } from './lane.js'
import { LANE_LIMITS, type LaneLimits } from './lane-limits.js'
import { shareLimits } from './shares.js'
import { mostStartsIn, queueingSite, visitSite } from './simulated-site.js'

const LARGE: LaneLimits = {
  startConcurrency: 8,
  maxConcurrency: 32,
  requestsPerSecond: 100,
  crawlDelayMs: 0,
}
const triples = (limits: LaneLimits, workers: number) =>
  shareLimits(limits, workers).map((share) => [
    share.startConcurrency,
    share.maxConcurrency,
    share.requestsPerSecond,
  ])

describe('shareLimits', () => {
  it('divides by hand', () => {
    expect(triples(LANE_LIMITS, 1)).toEqual([[2, 6, 10]])
    expect(triples(LANE_LIMITS, 2)).toEqual([
      [1, 3, 5],
      [1, 3, 5],
    ])
    expect(triples(LANE_LIMITS, 50)).toEqual(triples(LANE_LIMITS, 2))
    expect(triples(LARGE, 3)).toEqual([
      [3, 11, 34],
      [3, 11, 33],
      [2, 10, 33],
    ])
  })

  it('adds up, and makes limits that a lane takes', () => {
    const uniform = createUniform(1, 'judged')
    for (let run = 0; run < 500; run++) {
      const maxConcurrency = 1 + Math.floor(64 * uniform())
      const startConcurrency = 1 + Math.floor(maxConcurrency * uniform())
      const requestsPerSecond = 1 + Math.floor(200 * uniform())
      const workers = 1 + Math.floor(40 * uniform())
      const limits = { maxConcurrency, startConcurrency, requestsPerSecond, crawlDelayMs: 0 }
      const shares = shareLimits(limits, workers)
      const sum = (key: keyof LaneLimits) => shares.reduce((total, share) => total + share[key], 0)
      expect([sum('startConcurrency'), sum('maxConcurrency'), sum('requestsPerSecond')]).toEqual([
        startConcurrency,
        maxConcurrency,
        requestsPerSecond,
      ])
      expect(shares.length).toBeLessThanOrEqual(workers)
      for (const share of shares) expect(createLane(share).next(0).kind).toBe('start')
    }
  })

  it('keeps a Crawl-delay whole', () => {
    expect(shareLimits({ ...LARGE, crawlDelayMs: 3000 }, 8)).toEqual([{ ...LARGE, crawlDelayMs: 3000 }])
  })

  it('refuses no workers and bad limits', () => {
    expect(() => shareLimits(LANE_LIMITS, 0)).toThrow('Expected a whole number 1 to')
    expect(() => shareLimits({ ...LANE_LIMITS, maxConcurrency: 1 }, 2)).toThrow('startConcurrency')
  })

  it('keeps the rate of all workers together, in any second', () => {
    for (const workers of [1, 2, 3, 5, 8]) {
      const visits = shareLimits(LARGE, workers).flatMap((share, index) =>
        visitSite(
          createLane(share),
          queueingSite(100, () => 90),
          index * 7,
          60_000,
        ),
      )
      const most = mostStartsIn(visits, 1000)
      expect(most, `${workers} workers`).toBeLessThanOrEqual(100)
      expect(most, `${workers} workers`).toBeGreaterThan(85)
    }
  })
})
