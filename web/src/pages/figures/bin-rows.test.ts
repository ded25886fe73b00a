import { expect, it } from 'vitest'
import { binRows, evenEdges } from './bin-rows.js'

it('aligns two histograms that start at different bins', () => {
  const rows = binRows({ first: -1, counts: [2, 0, 5] }, { first: 1, counts: [4] }, evenEdges(0.1))
  expect(rows).toEqual([
    { low: -0.1, high: 0, all: 2, kept: 0 },
    { low: 0, high: 0.1, all: 0, kept: 0 },
    { low: 0.1, high: 0.2, all: 5, kept: 4 },
  ])
})

it('leaves off empty ends, and all of an empty histogram', () => {
  const none = { first: 0, counts: [0, 0] }
  expect(binRows(none, none, evenEdges(1))).toEqual([])
  expect(binRows({ first: 0, counts: [0, 3, 0] }, none, evenEdges(1))).toEqual([
    { low: 1, high: 2, all: 3, kept: 0 },
  ])
})

it('gives edges without the dust of floating point', () => {
  expect(evenEdges(0.1)(3)).toBe(0.3)
  expect(evenEdges(0.02)(29)).toBe(0.58)
})
