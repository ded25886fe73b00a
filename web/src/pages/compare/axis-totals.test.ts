import { expect, it } from 'vitest'
import { axisTotals } from './axis-totals.js'

const OVERLAP = { both: 10, only_a: 5, only_b: 0, cut_by_a: null, cut_by_b: null }
const PARTS = [{ value: 'x', before: 12, after: 11, rate: null }]

it('takes groups of all rows kept, since groups overlap', () => {
  const twice = [...PARTS, ...PARTS]
  expect(axisTotals('group', twice, OVERLAP)).toEqual({ before: 15, after: 10 })
})

it('never gives a total below the sum of parts that exclude each other', () => {
  expect(axisTotals('language', PARTS, OVERLAP)).toEqual({ before: 15, after: 11 })
})
