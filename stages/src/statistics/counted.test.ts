import { describe, expect, it } from 'vitest'
import { type ClusterCells, countsOfCells, pairStrata, strataOfCells } from './cluster-cells.js'
import { type ClusterCounts, restOfCounts, sumCounts } from './cluster-counts.js'
import { clusterMantelHaenszel } from './cluster-mantel-haenszel.js'
import { clusterProportion, clusterWilson } from './cluster-proportion.js'
import { clusterRateRatio } from './cluster-rate-ratio.js'
import { countedMantelHaenszel } from './counted-mantel-haenszel.js'
import { countedProportion } from './counted-proportion.js'
import { countedRateRatio } from './counted-rate-ratio.js'
import { mantelHaenszel, stratumRange } from './mantel-haenszel.js'
import { drawCells } from './random-cells.js'
import { createUniform } from './simulated-clusters.js'

const DRAWS = Array.from({ length: 300 }, (_, seed) => seed)

/** Same shape, numbers equal to 1e-12 of their size. */
function expectSame(found: object | null, expected: object | null): void {
  if (found === null || expected === null) {
    expect(found).toBe(expected)
    return
  }
  for (const [key, value] of Object.entries(expected)) {
    const got: unknown = Reflect.get(found, key)
    if (typeof value !== 'number') expect(got).toBe(value)
    else expect(Math.abs(Number(got) - value) / Math.max(Math.abs(value), 1e-12), key).toBeLessThan(1e-12)
  }
}

function draw(seed: number) {
  const uniform = createUniform(seed)
  return drawCells(uniform, 1 + Math.floor(40 * uniform() ** 2), 1 + Math.floor(12 * uniform()))
}

describe('statistics of columns', () => {
  it('of Mantel and Haenszel equal those of objects', () => {
    let made = 0
    for (const seed of DRAWS) {
      const { rows, group, all } = draw(seed)
      const expected = clusterMantelHaenszel(rows)
      if (expected !== null) made += 1
      expectSame(countedMantelHaenszel(group, all), expected)
    }
    expect(made).toBeGreaterThan(200)
  })

  it('of ratios equal those of objects, against the rest and against all', () => {
    let made = 0
    for (const seed of DRAWS) {
      const { rows, group, all } = draw(seed)
      const [first, both] = [countsOfCells(group), countsOfCells(all)]
      const expected = clusterRateRatio(byCluster(rows, all.clusters))
      if (expected !== null) made += 1
      expectSame(countedRateRatio(first, restOfCounts(first, both)), expected)
      const against = byCluster(rows, all.clusters).map((one, d) => ({ ...one, second: trialsAt(both, d) }))
      expectSame(countedRateRatio(first, both, 0), clusterRateRatio(against, 0))
    }
    expect(made).toBeGreaterThan(200)
  })

  it('of proportions equal those of objects', () => {
    for (const seed of DRAWS) {
      const { group } = draw(seed)
      const counts = countsOfCells(group)
      const trials = Array.from(counts.n, (_, d) => trialsAt(counts, d))
      const found = countedProportion(counts)
      expectSame(found, clusterProportion(trials))
      expectSame(found?.interval ?? null, clusterWilson(trials))
    }
  })

  it('of proportions are those at the edges: nothing, one cluster, all or none passed', () => {
    const counts = (k: readonly number[], n: readonly number[]): ClusterCounts => ({
      k: Float64Array.from(k),
      n: Float64Array.from(n),
    })
    expect(countedProportion(counts([0, 0], [0, 0]))).toBeNull()
    for (const [k, n] of [
      [[1], [3]],
      [
        [0, 0],
        [5, 2],
      ],
      [
        [5, 2],
        [5, 2],
      ],
      [
        [2, 2],
        [4, 4],
      ],
    ] as const) {
      const trials = n.map((rows, d) => ({ k: k[d] ?? 0, n: rows }))
      expectSame(countedProportion(counts(k, n))?.interval ?? null, clusterWilson(trials))
    }
  })

  it('of strata give the plain ratio and range', () => {
    const { rows, group, all } = draw(5)
    const first = strataOfCells(group)
    const pairs = pairStrata(first, restOfCounts(first, strataOfCells(all)))
    const strata = [...new Set(rows.map(({ stratum }) => stratum))].map((stratum) =>
      byCluster(
        rows.filter((row) => row.stratum === stratum).map((row) => ({ ...row, cluster: '0' })),
        1,
      ),
    )
    expect(pairs).toEqual(strata.flat())
    expect(mantelHaenszel(pairs)?.ratio).toBeCloseTo(countedMantelHaenszel(group, all)?.ratio ?? -1, 12)
    expect(stratumRange(pairs)).toEqual(stratumRange(strata.flat()))
  })

  it('refuse a group that is not part of all', () => {
    const { group, all } = draw(7)
    const less: ClusterCells = { ...all, n: all.n.map(() => 0), k: all.k.map(() => 0) }
    expect(() => countedMantelHaenszel(group, less)).toThrow(RangeError)
    expect(() => restOfCounts(countsOfCells(group), countsOfCells(less))).toThrow(RangeError)
    expect(() =>
      restOfCounts(countsOfCells(group), { k: new Float64Array(1), n: new Float64Array(1) }),
    ).toThrow(RangeError)
  })
})

function trialsAt({ k, n }: ClusterCounts, d: number): { k: number; n: number } {
  return { k: k[d] ?? 0, n: n[d] ?? 0 }
}

function byCluster(rows: ReturnType<typeof draw>['rows'], clusters: number) {
  return Array.from({ length: clusters }, (_, d) => {
    const own = rows.filter(({ cluster }) => Number(cluster) === d)
    const total = (pick: (row: (typeof rows)[number]) => number): number =>
      own.reduce((sum, row) => sum + pick(row), 0)
    return {
      first: { k: total(({ first }) => first.k), n: total(({ first }) => first.n) },
      second: { k: total(({ second }) => second.k), n: total(({ second }) => second.n) },
    }
  })
}

describe('sumCounts', () => {
  it('sums clusters', () => {
    expect(sumCounts({ k: Float64Array.of(1, 2), n: Float64Array.of(3, 4) })).toEqual({ k: 3, n: 7 })
  })
})
