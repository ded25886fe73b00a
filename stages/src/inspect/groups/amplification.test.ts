import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from '../../statistics/inspect-vectors.js'
import { amplificationByPhase, amplificationOf } from './amplification.js'

describe('amplificationByPhase', () => {
  it('gives logarithms whose sum is that of the whole', () => {
    // 100 of 1000, then 60 of 800, then 30 of 600.
    const found = amplificationByPhase(['fetch', 'select'], [100, 60, 30], [1000, 800, 600])
    expect(found.map(({ phase, entered }) => [phase, entered])).toEqual([
      ['fetch', 100],
      ['select', 60],
    ])
    expect(found[0]?.log).toBeCloseTo(Math.log(0.075 / 0.1), 12)
    expect(found[1]?.log).toBeCloseTo(Math.log(0.05 / 0.075), 12)
  })

  it('has no logarithm where nothing of the group was left, and nothing for few rows', () => {
    expect(
      amplificationByPhase(['fetch', 'select'], [100, 0, 0], [1000, 800, 600]).map(({ log }) => log),
    ).toEqual([null, null])
    expect(amplificationByPhase(['fetch'], [49, 40], [1000, 800])).toEqual([])
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { start_all_group, after_all_group, stages } = vector('exclusion_decomposition')
    const rows = [start_all_group, ...after_all_group]
    const found = amplificationByPhase(
      stages.map((_, at) => `${at}`),
      rows.map(([, k]) => k),
      rows.map(([n]) => n),
    )
    for (const [at, { ln }] of stages.entries()) expect(found[at]?.log).toBeCloseTo(ln, 9)
  })
})

describe('amplificationOf', () => {
  const spread = (k: number, n: number, clusters: number) => ({
    k: new Float64Array(clusters).fill(k),
    n: new Float64Array(clusters).fill(n),
  })

  it('is the share among the kept over the share among the candidates', () => {
    // Kept 40 of 100 of the group, 800 of 1000 of all.
    const found = amplificationOf(spread(6, 10, 10), spread(20, 100, 10))
    expect(found?.ratio).toBeCloseTo(0.4 / 0.8, 12)
  })

  it('is null for few rows, few domains, and where nothing was kept', () => {
    expect(amplificationOf(spread(6, 9, 5), spread(20, 100, 5))).toBeNull()
    expect(amplificationOf(spread(6, 100, 4), spread(20, 1000, 4))).toBeNull()
    expect(amplificationOf(spread(10, 10, 10), spread(20, 100, 10))).toBeNull()
  })
})
