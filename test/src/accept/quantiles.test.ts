import { describe, expect, it } from 'vitest'
import { PERCENTS, quantile, quantilesOf } from './quantiles.js'

const VALUES = [0.31, -0.02, 0.18, 0.275, 0.22, 0.05, 0.33, 0.19, 0.27, 0.301, 0.12]
/** numpy 1.24: `[numpy.quantile(VALUES, p / 100) for p in PERCENTS]`. */
const BY_NUMPY = [-0.013, 0.015, 0.05, 0.15, 0.22, 0.288, 0.31, 0.32, 0.328]

describe('quantiles', () => {
  it('are those of numpy', () => {
    const got = quantilesOf(VALUES)
    PERCENTS.forEach((percent, at) => {
      expect(got[`p${percent}`], `p${percent}`).toBeCloseTo(BY_NUMPY[at] ?? Number.NaN, 14)
    })
  })

  it('of one number are that number, and leave what they are given in its order', () => {
    expect(Object.values(quantilesOf([0.5]))).toEqual(PERCENTS.map(() => 0.5))
    const values = [3, 1, 2, 10]
    expect([quantile(values, 0), quantile(values, 0.5), quantile(values, 1)]).toEqual([1, 2.5, 10])
    expect(values).toEqual([3, 1, 2, 10])
  })

  it('of nothing do not exist', () => {
    expect(() => quantile([], 0.5)).toThrow('Expected a number')
  })
})
