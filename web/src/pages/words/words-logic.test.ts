import { describe, expect, it } from 'vitest'
import { pickLabels, roughWidth } from './pick-labels.js'
import { wordEnds } from './word-ends.js'
import { endsOf, ticksWithin } from './word-scatter.js'

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

describe('the axis of sites', () => {
  it('holds every count, and at least a doubling', () => {
    const [low, high] = endsOf([100, 101])
    expect(low).toBeLessThan(100)
    expect(high).toBeGreaterThan(101)
    expect(high / low).toBeCloseTo(2, 10)
    const wide = endsOf([5, 5000])
    expect(wide[0]).toBeLessThan(5)
    expect(wide[1]).toBeGreaterThan(5000)
  })

  it('has round ticks within its ends, and no more than there is room for', () => {
    expect(ticksWithin([7.8, 17], 7)).toEqual([10, 15])
    expect(ticksWithin([1, 10], 9)).toEqual([1, 2, 3, 5, 7, 10])
    const many = ticksWithin([1, 100_000], 5)
    expect(many.length).toBeLessThanOrEqual(5)
    expect(many.length).toBeGreaterThan(2)
  })
})
