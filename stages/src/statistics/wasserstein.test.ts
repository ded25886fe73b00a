import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { wasserstein, wassersteinBinned } from './wasserstein.js'

describe('wasserstein', () => {
  it('gives the examples of the documentation of SciPy', () => {
    expect(wasserstein([0, 1, 3], [5, 6, 8])).toBeCloseTo(5, 14)
    // wasserstein_distance([0, 1], [0, 1], [3, 1], [2, 2])
    expect(wasserstein([0, 0, 0, 1], [0, 0, 1, 1])).toBeCloseTo(0.25, 14)
  })

  it('is the shift of a shifted sample, 0 for the same, null for an empty one', () => {
    expect(wasserstein([1, 4, 9, 16], [3, 6, 11, 18])).toBeCloseTo(2, 14)
    expect(wasserstein([1, 4, 9], [9, 1, 4])).toBe(0)
    expect(wasserstein([], [1])).toBeNull()
    expect(wasserstein([1], [])).toBeNull()
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { a, b, wasserstein1 } = vector('ks2')
    expect(wasserstein(a, b)).toBeCloseTo(wasserstein1, 12)
  })
})

describe('wassersteinBinned', () => {
  it('is within one bin of the distance of the scores', () => {
    expect(wassersteinBinned({ first: [1, 0, 0], second: [0, 0, 1] }, 0.5)).toEqual({
      distance: 1,
      error: 0.5,
    })
    // Scores at the near ends of these bins are .5 apart, at the far ends 1.5.
    expect(wassersteinBinned({ first: [4], second: [1] }, 0.5)).toEqual({ distance: 0, error: 0.5 })
  })

  it('is null where a group is empty, and refuses a width that is none', () => {
    expect(wassersteinBinned({ first: [0], second: [1] }, 1)).toBeNull()
    expect(() => wassersteinBinned({ first: [1], second: [1] }, 0)).toThrow('Expected > 0 for width, got 0')
  })
})
