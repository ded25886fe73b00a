import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { newcombeDifference } from './newcombe-difference.js'

describe('newcombeDifference', () => {
  // Newcombe 1998, Statist. Med. 17:873, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('gives the published limits of %d/%d - %d/%d', (k1, n1, k2, n2, low, high) => {
    const found = newcombeDifference({ k: k1, n: n1 }, { k: k2, n: n2 })
    expect(found?.difference).toBeCloseTo(k1 / n1 - k2 / n2, 14)
    expect(found?.low).toBeCloseTo(low, 4)
    expect(found?.high).toBeCloseTo(high, 4)
  })

  it('is null where a group is empty', () => {
    expect(newcombeDifference({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull()
    expect(newcombeDifference({ k: 1, n: 2 }, { k: 0, n: 0 })).toBeNull()
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { k1, n1, k2, n2, d, ci } = vector('newcombe_diff')
    const found = newcombeDifference({ k: k1, n: n1 }, { k: k2, n: n2 })
    expect(found?.difference).toBeCloseTo(d, 12)
    expect(found?.low).toBeCloseTo(ci[0], 12)
    expect(found?.high).toBeCloseTo(ci[1], 12)
  })
})
