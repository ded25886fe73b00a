import { describe, expect, it } from 'vitest'
import { clusterMantelHaenszel, type StratumRows } from './cluster-mantel-haenszel.js'
import { clusterRateRatio } from './cluster-rate-ratio.js'
import { mantelHaenszel } from './mantel-haenszel.js'

const NONE = { k: 0, n: 0 }
const row = (
  cluster: string,
  stratum: string,
  k1: number,
  n1: number,
  k2: number,
  n2: number,
): StratumRows => ({
  cluster,
  stratum,
  first: { k: k1, n: n1 },
  second: { k: k2, n: n2 },
})
const ROWS = [
  row('a', 'en', 3, 9, 8, 12),
  row('a', 'pl', 1, 4, 2, 7),
  row('b', 'en', 6, 7, 1, 9),
  row('c', 'pl', 0, 5, 3, 4),
  row('d', 'en', 2, 6, 0, 0),
]

/** ln RR of Mantel and Haenszel with the rows of each cluster counted so often. */
function logRatio(rows: readonly StratumRows[], weight: (cluster: string) => number): number {
  const strata = [...new Set(rows.map(({ stratum }) => stratum))].map((stratum) => {
    const within = rows.filter((one) => one.stratum === stratum)
    const total = (pick: (one: StratumRows) => number): number =>
      within.reduce((sum, one) => sum + weight(one.cluster) * pick(one), 0)
    return {
      first: { k: total((one) => one.first.k), n: total((one) => one.first.n) },
      second: { k: total((one) => one.second.k), n: total((one) => one.second.n) },
    }
  })
  return Math.log(mantelHaenszel(strata)?.ratio ?? Number.NaN)
}

describe('clusterMantelHaenszel', () => {
  it('has the ratio of the strata and the variance of the derivative by the weight of each cluster', () => {
    const step = 1e-5
    const squares = ['a', 'b', 'c', 'd'].map((moved) => {
      const at = (by: number): number => logRatio(ROWS, (cluster) => (cluster === moved ? 1 + by : 1))
      return ((at(step) - at(-step)) / (2 * step)) ** 2
    })
    const variance = (4 / 3) * squares.reduce((sum, square) => sum + square, 0)
    const found = clusterMantelHaenszel(ROWS)
    expect(Math.log(found?.ratio ?? 0)).toBeCloseTo(
      logRatio(ROWS, () => 1),
      12,
    )
    expect(found?.standardError).toBeCloseTo(Math.sqrt(variance), 8)
    expect(found?.clusters).toBe(4)
  })

  it('is the clustered ratio of two proportions with one stratum', () => {
    const rows = ROWS.map((one, at) => ({ ...one, cluster: `${at}`, stratum: 'all' }))
    const [found, plain] = [clusterMantelHaenszel(rows), clusterRateRatio(rows, 0)]
    expect(found?.ratio).toBeCloseTo(plain?.ratio ?? Number.NaN, 12)
    expect(found?.standardError).toBeCloseTo(plain?.standardError ?? Number.NaN, 12)
  })

  it('comes close to Greenland and Robins where each row is a cluster and strata share one ratio', () => {
    const strata = { x: [60, 200, 75, 125], y: [20, 100, 120, 300] }
    const single = (k: number, n: number): readonly { k: number; n: number }[] =>
      Array.from({ length: n }, (_, at) => ({ k: at < k ? 1 : 0, n: 1 }))
    const rows = Object.entries(strata).flatMap(([stratum, [k1 = 0, n1 = 0, k2 = 0, n2 = 0]]) => [
      ...single(k1, n1).map((first, at) => ({ cluster: `1${stratum}${at}`, stratum, first, second: NONE })),
      ...single(k2, n2).map((second, at) => ({ cluster: `2${stratum}${at}`, stratum, first: NONE, second })),
    ])
    const plain = mantelHaenszel(
      Object.values(strata).map(([k1 = 0, n1 = 0, k2 = 0, n2 = 0]) => ({
        first: { k: k1, n: n1 },
        second: { k: k2, n: n2 },
      })),
    )
    const found = clusterMantelHaenszel(rows)
    expect(found?.ratio).toBeCloseTo(plain?.ratio ?? Number.NaN, 12)
    // Their variance supposes one ratio in all strata, here ½.
    expect((found?.standardError ?? 0) / (plain?.standardError ?? 1)).toBeCloseTo(1, 2)
  })

  it('gets nothing from strata without both groups, nor from clusters that are only in such', () => {
    const more = [...ROWS, row('e', 'de', 4, 9, 0, 0), row('f', 'tr', 0, 0, 1, 2), row('g', 'en', 0, 0, 0, 0)]
    expect(clusterMantelHaenszel(more)).toEqual(clusterMantelHaenszel(ROWS))
  })

  it('is null where nothing of a group passed, nothing can be compared, or there is one cluster', () => {
    expect(clusterMantelHaenszel([])).toBeNull()
    expect(clusterMantelHaenszel([row('a', 'en', 0, 3, 1, 2), row('b', 'en', 0, 3, 1, 2)])).toBeNull()
    expect(clusterMantelHaenszel([row('a', 'en', 1, 3, 0, 2), row('b', 'en', 1, 3, 0, 2)])).toBeNull()
    expect(clusterMantelHaenszel([row('a', 'en', 1, 3, 0, 0), row('b', 'pl', 0, 0, 1, 2)])).toBeNull()
    expect(clusterMantelHaenszel([row('a', 'en', 1, 3, 1, 2), row('a', 'pl', 1, 3, 1, 2)])).toBeNull()
  })
})
