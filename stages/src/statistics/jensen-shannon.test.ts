import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { jensenShannon } from './jensen-shannon.js'

describe('jensenShannon', () => {
  it('is 0 for equal shares, 1 where nothing is shared', () => {
    expect(jensenShannon({ first: [1, 2, 3], second: [10, 20, 30] })).toBeCloseTo(0, 14)
    expect(jensenShannon({ first: [4, 0], second: [0, 1] })).toBe(1)
  })

  it('gives a value worked by hand', () => {
    // (1, 0) and (½, ½): m = (¾, ¼); ½·log2(4/3) + ½·(½·log2(2/3) + ½·log2(2)).
    const expected = Math.log2(4 / 3) / 2 + Math.log2(2 / 3) / 4 + 1 / 4
    expect(jensenShannon({ first: [1, 0], second: [1, 1] })).toBeCloseTo(expected, 14)
    expect(jensenShannon({ first: [1, 1], second: [1, 0] })).toBeCloseTo(expected, 14)
  })

  it('is null where a side is empty', () => {
    expect(jensenShannon({ first: [0, 0], second: [1, 1] })).toBeNull()
    expect(jensenShannon({ first: [], second: [] })).toBeNull()
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { p, q, jsd } = vector('jsd_base2')
    expect(jensenShannon({ first: p, second: q })).toBeCloseTo(jsd, 12)
  })
})
