import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { wilson } from './wilson.js'

describe('wilson', () => {
  // Newcombe 1998, Statist. Med. 17:857, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published limits of %d/%d', (k, n, low, high) => {
    expect(wilson(k, n)?.low).toBeCloseTo(low, 4)
    expect(wilson(k, n)?.high).toBeCloseTo(high, 4)
  })

  it('is exactly 0 at k = 0 and 1 at k = n, at any size', () => {
    for (const n of [0.3, 1, 7, 1e9]) {
      expect(wilson(0, n)?.low).toBe(0)
      expect(wilson(n, n)?.high).toBe(1)
    }
  })

  it('is null without rows', () => {
    expect(wilson(0, 0)).toBeNull()
  })

  it.each([
    [-1, 3],
    [4, 3],
    [Number.NaN, 3],
    [1, Infinity],
  ])('refuses %d of %d', (k, n) => {
    expect(() => wilson(k, n)).toThrow(/^Expected .* for proportion/)
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    for (const { k, n, scipy } of vector('wilson95')) {
      expect(wilson(k, n)?.low).toBeCloseTo(scipy[0], 12)
      expect(wilson(k, n)?.high).toBeCloseTo(scipy[1], 12)
    }
  })
})
