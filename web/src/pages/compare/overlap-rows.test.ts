import { expect, it } from 'vitest'
import { overlapRows } from './overlap-rows.js'

it('splits what one kept alone into cut and never seen', () => {
  const rows = overlapRows({ both: 5, only_a: 7, only_b: 3, cut_by_b: 2, cut_by_a: 3 }, 'x', 'y')
  expect(rows.map(({ rows: n }) => n)).toEqual([5, 7, 2, 5, 3, 3, 0])
  expect(rows[2]?.label).toContain('y had the picture and cut it')
  expect(rows[5]?.label).toContain('x had the picture and cut it')
})

it('does not split where the other keeps no record', () => {
  const rows = overlapRows({ both: 5, only_a: 7, only_b: 3, cut_by_b: null, cut_by_a: 1 }, 'x', 'y')
  expect(rows.map(({ rows: n }) => n)).toEqual([5, 7, 3, 1, 2])
})
