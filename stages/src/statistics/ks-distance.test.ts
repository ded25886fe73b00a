import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { kolmogorovP, ksDistance, ksDistanceBinned } from './ks-distance.js'

describe('ksDistance', () => {
  it('is the largest gap of the two distribution functions, ties taken together', () => {
    expect(ksDistance([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5)
    expect(ksDistance([1, 1, 1, 2], [1, 2, 2, 2])).toBe(0.5)
    expect(ksDistance([5, 1, 3], [3, 5, 1])).toBe(0)
    expect(ksDistance([-1], [1])).toBe(1)
    expect(ksDistance([-0], [0])).toBe(0)
  })

  it('is null where a sample is empty, and refuses what is not a number', () => {
    expect(ksDistance([], [1])).toBeNull()
    expect(ksDistance([1], [])).toBeNull()
    expect(() => ksDistance([1, Number.NaN], [1])).toThrow('Expected finite values for first, got NaN')
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { a, b, D, ...expected } = vector('ks2')
    expect(ksDistance(a, b)).toBeCloseTo(D, 12)
    const p = kolmogorovP(D, a.length, b.length) ?? 0
    expect(p / expected['p_kolmogorov_series_sqrt(en)*D']).toBeCloseTo(1, 9)
    // Bins of .0025: the unbinned distance lies within the stated excess.
    const binned = ksDistanceBinned({ first: binCounts(a), second: binCounts(b) })
    expect(binned?.distance).toBeLessThanOrEqual(D + 1e-12)
    expect((binned?.distance ?? 0) + (binned?.excess ?? 0)).toBeGreaterThanOrEqual(D - 1e-12)
    expect(binned?.excess).toBeLessThan(0.03)
  })
})

describe('ksDistanceBinned', () => {
  it('says how much the order within bins may hide', () => {
    expect(ksDistanceBinned({ first: [1, 0], second: [0, 1] })).toEqual({ distance: 1, excess: 0 })
    // Everything in one bin: any distance is possible.
    expect(ksDistanceBinned({ first: [7], second: [3] })).toEqual({ distance: 0, excess: 1 })
    // F1 = .5, 1; F2 = .25, 1: within the second bin F1 may be 1 where F2 is still .25.
    expect(ksDistanceBinned({ first: [2, 2], second: [1, 3] })).toEqual({ distance: 0.25, excess: 0.5 })
  })

  it('is null where a group is empty, and refuses bins that do not match', () => {
    expect(ksDistanceBinned({ first: [0, 0], second: [1, 2] })).toBeNull()
    expect(() => ksDistanceBinned({ first: [1], second: [1, 2] })).toThrow(
      'Expected 1 bins for second, got 2',
    )
    expect(() => ksDistanceBinned({ first: [-1], second: [1] })).toThrow('for first[0], got -1')
  })
})

describe('kolmogorovP', () => {
  // Smirnov 1948, table of the limit distribution: 1 - L(lambda).
  it.each([
    [0.5, 0.963945],
    [0.83, 0.496192],
    [1, 0.269999],
    [1.36, 0.049486],
    [1.63, 0.009846],
  ])('gives the tabled value at lambda = %d', (lambda, p) => {
    expect(kolmogorovP(lambda / 1000, 2e6, 2e6)).toBeCloseTo(p, 5)
  })

  it('is 1 at distance 0, null without rows', () => {
    expect(kolmogorovP(0, 5, 5)).toBe(1)
    expect(kolmogorovP(0.5, 0, 5)).toBeNull()
    expect(() => kolmogorovP(1.5, 5, 5)).toThrow('Expected 0..1 for distance')
  })
})

function binCounts(values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: 400 }, () => 0)
  for (const value of values)
    counts[Math.floor(value / 0.0025)] = (counts[Math.floor(value / 0.0025)] ?? 0) + 1
  return counts
}
