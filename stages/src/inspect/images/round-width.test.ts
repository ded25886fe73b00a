import { describe, expect, it } from 'vitest'
import { withTestPairs } from '../test-pairs.js'
import { binNumber, fillBins, roundWidth } from './round-width.js'

describe('roundWidth', () => {
  it.each([
    [0, 1, 100, 0.01],
    [0, 10, 100, 0.1],
    [-0.21, 0.44, 50, 0.02],
    [3.1, 7.9, 100, 0.05],
    [0, 101, 100, 2],
    [0, 0, 100, 1],
    [5, 5, 100, 0.05],
    [6, 6 + 1e-12, 100, 1e-8],
    [-1e300, 1e300, 100, 2e298],
  ])('%d to %d in %d bins: %d', (low, high, bins, width) => {
    expect(roundWidth(low, high, bins)).toBe(width)
  })

  it.each([
    [1, 0],
    [Number.NaN, 1],
    [0, Infinity],
  ])('refuses %d..%d', (low, high) => {
    expect(() => roundWidth(low, high, 10)).toThrow('Expected finite low <= high')
  })
})

describe('binNumber', () => {
  it('puts decimals on their own edge, which plain division does not', async () => {
    expect(Math.floor(0.29 / 0.01)).toBe(28)
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      const sql = `SELECT list_transform([0.29, 0.2899, 0.0, -0.001, 1.0]::DOUBLE[], lambda v: ${binNumber('v', 0.01)}) AS bins`
      expect(await duck.rows(sql)).toEqual([{ bins: [29, 28, 0, -1, 100] }])
      expect(await duck.rows(`SELECT ${binNumber('5.0::DOUBLE', 5e-9)} AS bin`)).toEqual([{ bin: 1e9 }])
    })
  })
})

describe('fillBins', () => {
  it('leaves no gap', () => {
    const bins = fillBins(
      new Map([
        [2, 5],
        [-1, 3],
      ]),
    )
    expect(bins).toEqual({ first: -1, counts: [3, 0, 0, 5] })
    expect(fillBins(new Map())).toEqual({ first: 0, counts: [] })
  })
})
