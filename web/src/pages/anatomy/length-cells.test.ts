import { expect, it } from 'vitest'
import { lengthCells } from './length-cells.js'

it('gives bounds in code points and score, most rows first', () => {
  expect(
    lengthCells(
      [
        [0, -1, 1],
        [2, 14, 7],
      ],
      0.02,
    ),
  ).toEqual([
    { left: 16, right: 24, bottom: 0.28, top: 0.3, rows: 7 },
    { left: 0, right: 8, bottom: -0.02, top: 0, rows: 1 },
  ])
})
