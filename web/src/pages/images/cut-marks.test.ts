import { expect, it } from 'vitest'
import { cutMarks } from './cut-marks.js'

const ROWS = [
  { low: 0, high: 1, all: 1, kept: 1 },
  { low: 1, high: 2, all: 1, kept: 1 },
]

it('marks each value once', () => {
  expect(cutMarks(['p >= 0.5', 'p between 0.5 and 2'], 'p', ROWS)).toEqual([
    { value: 0.5, label: 'cut 0.5' },
    { value: 2, label: 'cut 2' },
  ])
})

it('leaves off what would squeeze the bars', () => {
  expect(cutMarks(['p < 1000000', 'p >= -1', 'p < 3'], 'p', ROWS).map(({ value }) => value)).toEqual([-1, 3])
})
