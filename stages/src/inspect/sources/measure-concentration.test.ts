import { describe, expect, it } from 'vitest'
import { gini } from '../../statistics/concentration.js'
import { createUniform } from '../../statistics/simulated-clusters.js'
import { withTestPairs } from '../test-pairs.js'
import { lorenzCurve, measureConcentration, readPartSizes } from './measure-concentration.js'

const parts = (rows: readonly (readonly [candidates: number, kept: number])[]): string =>
  `(SELECT * FROM (VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) AS t(candidates, kept))`

describe('readPartSizes', () => {
  it('gives each part that has rows, ascending', async () => {
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      const sizes = await readPartSizes(
        duck,
        parts([
          [5, 0],
          [1, 1],
          [5, 3],
          [2, 1],
          [1, 0],
        ]),
      )
      expect([...sizes.before]).toEqual([1, 1, 2, 5, 5])
      expect([...sizes.after]).toEqual([1, 1, 3])
    })
  })
})

describe('measureConcentration', () => {
  it('is that of the U.S. merger guidelines: 30, 30, 20 and 20 percent are 2600 points', () => {
    const found = measureConcentration(Float64Array.of(20, 20, 30, 30))
    expect(found).toMatchObject({ rows: 100, parts: 4, top1: 0.3, top10: 1, top100: 1 })
    expect(found.hhi).toBeCloseTo(0.26, 14)
    // Mean difference 2·(4·10)/16 over twice the mean, 50.
    expect(found.gini).toBeCloseTo(5 / 50, 14)
    const nats = -2 * (0.2 * Math.log(0.2) + 0.3 * Math.log(0.3))
    expect(found.effective).toBeCloseTo(Math.exp(nats), 12)
  })

  it('is null without a row', () => {
    const none = { gini: null, hhi: null, top1: null, top10: null, top100: null, effective: null }
    expect(measureConcentration(new Float64Array())).toEqual({ rows: 0, parts: 0, ...none })
  })
})

describe('lorenzCurve', () => {
  it('is the diagonal where all are equal, and has its corners at the parts', () => {
    const even = lorenzCurve(new Float64Array(7).fill(3))
    expect(even).toHaveLength(101)
    for (const [x, y] of even.entries()) expect(y).toBeCloseTo(x / 100, 12)
    const curve = lorenzCurve(Float64Array.of(1, 1, 2, 6))
    expect([0, 25, 50, 75, 100].map((x) => curve[x])).toEqual([0, 0.1, 0.2, 0.4, 1])
    // Half way into the largest.
    expect(curve[88]).toBeCloseTo(0.4 + (0.88 - 0.75) * 4 * 0.6, 12)
  })

  it('spans, with the diagonal, half of Gini', () => {
    const uniform = createUniform(3)
    const sizes = Float64Array.from({ length: 100 }, () => 1 + Math.floor(uniform() ** 4 * 1000)).sort()
    const curve = lorenzCurve(sizes)
    const area = curve.slice(1).reduce((sum, y, at) => sum + (y + (curve[at] ?? 0)) / 200, 0)
    expect(1 - 2 * area).toBeCloseTo(gini(sizes) ?? Number.NaN, 12)
  })

  it('is empty without a row', () => {
    expect(lorenzCurve(new Float64Array())).toEqual([])
  })
})
