import { expect, it } from 'vitest'
import { shareRows, sumOfParts } from './share-rows.js'

const part = (value: string | null, before: number, after: number) => ({ value, before, after, rate: null })

it('shares of both sides, the largest on either side first', () => {
  const parts = [part('a', 10, 0), part('b', 30, 5), part(null, 60, 15)]
  const rows = shareRows(parts, sumOfParts(parts))
  expect(rows.map(({ value, beforeShare, afterShare }) => [value, beforeShare, afterShare])).toEqual([
    [null, 0.6, 0.75],
    ['b', 0.3, 0.25],
    ['a', 0.1, 0],
  ])
  expect(rows[0]?.change).toBeCloseTo(0.15, 12)
})

it('uses the totals given where parts are only some', () => {
  const [row] = shareRows([part('a', 10, 5)], { before: 100, after: 10 })
  expect(row).toMatchObject({ beforeShare: 0.1, afterShare: 0.5 })
})

it('has no share of a side without rows', () => {
  const parts = [part('a', 4, 0)]
  expect(shareRows(parts, sumOfParts(parts))[0]).toMatchObject({
    beforeShare: 1,
    afterShare: null,
    change: null,
  })
})
