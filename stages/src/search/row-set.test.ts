import { expect, it } from 'vitest'
import { hasAnyRow, hasRow, rowSet } from './row-set.js'

it('holds its rows and no others, and counts each once', () => {
  const rows = [0, 7, 8, 63, 200, 200]
  const { bits, count } = rowSet(201, rows)
  expect(count).toBe(5)
  expect(Array.from({ length: 201 }, (_, row) => row).filter((row) => hasRow(bits, row))).toEqual([
    0, 7, 8, 63, 200,
  ])
  expect(() => rowSet(201, [201])).toThrow('from 0 to 200, got 201')
})

it('knows of any range whether it holds one', () => {
  const rows = [3, 8, 40, 41]
  const { bits } = rowSet(64, rows)
  for (let from = 0; from < 64; from++) {
    for (let to = from; to <= 64; to++) {
      const expected = rows.some((row) => row >= from && row < to)
      if (hasAnyRow(bits, from, to) !== expected) expect([from, to]).toBe(expected)
    }
  }
})
