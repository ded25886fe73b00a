import { expect, it } from 'vitest'
import { outline } from './histogram-shapes.js'
import { thresholdSection } from './test-section.js'

const section = thresholdSection({ origin: 0, width: 1 })
const bins = { first: 0, counts: [1, 2, 3, 4, 5, 6] }

it('has a point for each bin and ends at 0', () => {
  expect(outline(section, bins, 1, 3)).toEqual([
    { x: 1, y: 2 },
    { x: 2, y: 3 },
    { x: 3, y: 0 },
  ])
})

it('joins bins from the anchor on, as high as all of them, also where it is cut', () => {
  const joined = { bins: 2, anchor: 2 }
  // Steps are [0, 2), [2, 4) and [4, 6): 3, 7 and 11 rows.
  expect(outline(section, bins, 0, 3, joined)).toEqual([
    { x: 0, y: 3 },
    { x: 2, y: 7 },
    { x: 3, y: 0 },
  ])
  expect(outline(section, bins, 3, 6, joined)).toEqual([
    { x: 3, y: 7 },
    { x: 4, y: 11 },
    { x: 6, y: 0 },
  ])
})
