import { describe, expect, it } from 'vitest'
import { clusterRateRatio, describeRatio } from './cluster-rate-ratio.js'
import { rateRatio } from './rate-ratio.js'
import type { PairedTrials } from './trials.js'

const NONE = { k: 0, n: 0 }
const rows = (k: number, n: number): readonly { k: number; n: number }[] =>
  Array.from({ length: n }, (_, at) => ({ k: at < k ? 1 : 0, n: 1 }))

describe('clusterRateRatio', () => {
  it('has the variance of independent rows, times N/(N-1), where each row is a cluster', () => {
    const clusters: readonly PairedTrials[] = [
      ...rows(30, 90).map((first) => ({ first, second: NONE })),
      ...rows(20, 120).map((second) => ({ first: NONE, second })),
    ]
    const found = clusterRateRatio(clusters)
    expect(found?.ratio).toBe(rateRatio({ k: 30, n: 90 }, { k: 20, n: 120 })?.ratio)
    // Without the ½, as Katz 1978: 1/k - 1/n.
    const variance = 1 / 30 - 1 / 90 + (1 / 20 - 1 / 120)
    expect(found?.standardError).toBeCloseTo(Math.sqrt((variance * 210) / 209), 12)
    expect(found?.clusters).toBe(210)
  })

  it('is √m wider where each row is there m times', () => {
    const clusters: readonly PairedTrials[] = [
      ...rows(30, 90).map(({ k }) => ({ first: { k: 4 * k, n: 4 }, second: NONE })),
      ...rows(20, 120).map(({ k }) => ({ first: NONE, second: { k: 4 * k, n: 4 } })),
    ]
    const naive = 1 / 120 - 1 / 360 + (1 / 80 - 1 / 480)
    expect(clusterRateRatio(clusters)?.standardError).toBeCloseTo(Math.sqrt((4 * naive * 210) / 209), 12)
  })

  it('counts what both groups share in a cluster: none of it is left where they always agree', () => {
    const agreeing = [1, 2, 5, 7].map((k) => ({ first: { k, n: 10 }, second: { k: 2 * k, n: 20 } }))
    expect(clusterRateRatio(agreeing, 0)).toMatchObject({ ratio: 1, p: null, degrees: null, low: 1, high: 1 })
  })

  it('gives the exclusion amplification where the second group is all rows', () => {
    const groups = [
      { first: { k: 3, n: 9 }, second: { k: 8, n: 12 } },
      { first: { k: 1, n: 4 }, second: { k: 2, n: 7 } },
      { first: { k: 6, n: 7 }, second: { k: 1, n: 9 } },
    ]
    const all = groups.map(({ first, second }) => ({
      first,
      second: { k: first.k + second.k, n: first.n + second.n },
    }))
    expect(clusterRateRatio(all, 0)?.ratio).toBeCloseTo(10 / 20 / (21 / 48), 14)
    // The jackknife over clusters, in the limit of small weights: the derivative by the weight of each.
    const logAmplification = (weights: readonly number[]): number => {
      const total = (pick: (one: PairedTrials) => number): number =>
        all.reduce((sum, one, at) => sum + (weights[at] ?? 0) * pick(one), 0)
      return Math.log(
        (total((one) => one.first.k) * total((one) => one.second.n)) /
          (total((one) => one.first.n) * total((one) => one.second.k)),
      )
    }
    const step = 1e-5
    const squares = all.map((_, at) => {
      const moved = (by: number): number => logAmplification(all.map((_, i) => (i === at ? 1 + by : 1)))
      return ((moved(step) - moved(-step)) / (2 * step)) ** 2
    })
    const variance = (3 / 2) * squares.reduce((sum, square) => sum + square, 0)
    expect(clusterRateRatio(all, 0)?.standardError).toBeCloseTo(Math.sqrt(variance), 8)
  })

  it('does not count clusters without rows', () => {
    const some = [
      { first: { k: 1, n: 4 }, second: { k: 2, n: 9 } },
      { first: { k: 3, n: 5 }, second: NONE },
    ]
    expect(clusterRateRatio([...some, { first: NONE, second: NONE }])).toEqual(clusterRateRatio(some))
  })

  it('is null for an empty group, nothing passed, or one cluster', () => {
    const cluster = { first: { k: 1, n: 4 }, second: { k: 2, n: 9 } }
    expect(clusterRateRatio([])).toBeNull()
    expect(clusterRateRatio([cluster])).toBeNull()
    expect(clusterRateRatio([1, 2].map(() => ({ ...cluster, first: NONE })))).toBeNull()
    expect(clusterRateRatio([1, 2].map(() => ({ ...cluster, second: { k: 0, n: 5 } })))).toBeNull()
  })

  it('refuses more passed than there are', () => {
    expect(() => clusterRateRatio([{ first: { k: 5, n: 4 }, second: NONE }])).toThrow(
      'Expected at most n=4 for clusters[0].first.k, got 5',
    )
  })
})

describe('describeRatio', () => {
  it('takes a spread that is only rounding for none, which has no p', () => {
    expect(describeRatio(2, [1e-16, -1e-16])).toMatchObject({
      standardError: 0,
      p: null,
      degrees: null,
      clusters: 2,
    })
    expect(describeRatio(2, [1e-6, -1e-6])?.degrees).toBeCloseTo(1, 12)
  })
})
