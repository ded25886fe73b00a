import { describe, expect, it } from 'vitest'
import { mergeRanked, openTopRows } from './top-rows.js'

const scored = Array.from({ length: 500 }, (_, row) => [row, (row * 7919) % 31] as const)
const best = scored.toSorted(([a, x], [b, y]) => y - x || a - b)

describe('openTopRows', () => {
  it.each([0, 1, 2, 17, 499, 500, 600])('keeps the best %i in whatever order they come', (size) => {
    const orders = [
      scored,
      scored.toReversed(),
      scored.toSorted(([a], [b]) => ((a * 77) % 500) - ((b * 77) % 500)),
    ]
    for (const order of orders) {
      const top = openTopRows(size)
      for (const [row, score] of order) top.add(row, score)
      expect(top.ranked().rows).toEqual(best.slice(0, size).map(([row]) => row))
      expect(top.ranked().scores).toEqual(best.slice(0, size).map(([, score]) => score))
    }
  })

  it('merges parts as if they had been one', () => {
    const parts = [0, 1, 2].map((part) => {
      const top = openTopRows(40)
      for (const [row, score] of scored.filter(([row]) => row % 3 === part)) top.add(row, score)
      return top.ranked()
    })
    expect(mergeRanked(parts, 40).rows).toEqual(best.slice(0, 40).map(([row]) => row))
  })
})
