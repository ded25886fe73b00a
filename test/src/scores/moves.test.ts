import { expect, it } from 'vitest'
import { deviation, flipsAtMedian, movesOf, movesOfCounts } from './moves.js'

it('tells the same of values and of their counts', () => {
  const counts = Array.from({ length: 256 }, (_, by) => [950, 40, 5, 0, 0, 4, 1][by] ?? 0)
  const values = counts.flatMap((count, by) => Array.from({ length: count }, () => by))
  const expected = { largest: 6, mean: (40 + 10 + 20 + 6) / 1000, p99: 1 }
  expect(movesOfCounts(counts)).toEqual(expected)
  expect(movesOf(values)).toEqual(expected)
  expect(() => movesOf([])).toThrow(RangeError)
})

it('counts pairs that change sides of the median', () => {
  const before = [0.1, 0.2, 0.3, 0.4]
  expect(flipsAtMedian(before, before)).toBe(0)
  expect(flipsAtMedian(before, [0.1, 0.26, 0.24, 0.4])).toBe(2)
  expect(flipsAtMedian([0.1, 0.2, 0.3], [0.1, 0.19, 0.3])).toBe(1)
})

it('knows a spread', () => {
  expect(deviation([1, 3, 1, 3])).toBe(1)
})
