import { expect, it } from 'vitest'
import { growthOf, tenthsOf } from './tree-memory.js'

it('tells a flat run from one that grows', () => {
  const tenths = (looks: readonly number[]): number => growthOf(tenthsOf(looks))
  expect(tenths(Array.from({ length: 100 }, (_, at) => 500 + (at % 7)))).toBeCloseTo(1, 1)
  // 1 per look: the middle of the last tenth, 95, against that of the fifth, 45.
  expect(tenths(Array.from({ length: 100 }, (_, at) => at))).toBeCloseTo(95 / 45)
})

it('gives the least, the median and the most of each tenth', () => {
  const looks = [3, 1, 2, ...Array.from({ length: 27 }, () => 9)]
  expect(tenthsOf(looks)[0]).toEqual({ least: 1, median: 2, most: 3 })
  expect(tenthsOf(looks.slice(0, 9))).toEqual([])
})
