import { describe, expect, it } from 'vitest'
import { pickLabels, roughWidth } from './pick-labels.js'
import { wordEnds } from './word-ends.js'

const row = (word: string, z: number) => ({ word, z, log_odds: z, first_domains: 5, second_domains: 5 })

describe('words of each side', () => {
  it('are those with its sign, the strongest first, and none that mark neither', () => {
    const ends = wordEnds({ rows: [row('a', 1), row('b', -3), row('c', 4), row('d', -5), row('e', 0)] })
    expect(ends.first.map(({ word }) => word)).toEqual(['c', 'a'])
    expect(ends.second.map(({ word }) => word)).toEqual(['d', 'b'])
  })
})

describe('labels of points', () => {
  it('are placed right, else left, else not at all, earlier ones first', () => {
    const at = (x: number, y: number) => ({ x, y, text: 'word' })
    const placed = pickLabels([at(100, 50), at(101, 52), at(100, 51), at(100, 90)], 0, 200)
    expect(placed).toEqual([
      { at: 0, side: 'right' },
      { at: 1, side: 'left' },
      { at: 3, side: 'right' },
    ])
  })

  it('cover no point, their own aside', () => {
    const points = [{ x: 100, y: 50, text: 'word' }]
    const place = (...others: { x: number; y: number }[]) =>
      pickLabels(points, 0, 200, [{ x: 100, y: 50 }, ...others])
    expect(place()).toEqual([{ at: 0, side: 'right' }])
    expect(place({ x: 115, y: 52 })).toEqual([{ at: 0, side: 'left' }])
    expect(place({ x: 115, y: 52 }, { x: 85, y: 48 })).toEqual([])
    expect(place({ x: 115, y: 70 })).toEqual([{ at: 0, side: 'right' }])
  })

  it('stay inside', () => {
    expect(pickLabels([{ x: 195, y: 9, text: 'word' }], 0, 200)).toEqual([{ at: 0, side: 'left' }])
    expect(pickLabels([{ x: 100, y: 9, text: 'w'.repeat(40) }], 0, 200)).toEqual([])
  })

  it('are wider in wide scripts', () => {
    expect(roughWidth('写真')).toBeGreaterThan(roughWidth('ab'))
  })
})
