import { describe, expect, it } from 'vitest'
import { comparePairs } from './compare.js'
import { passRates } from './pass-rates.js'
import { countDiffering } from './read-pairs.js'

const pair = (key: string, ours: number, openClip: number) => ({ key, ours, openClip })
const PAIRS = [
  pair('a', 0.3, 0.3000004),
  pair('b', 0.1, 0.10002),
  pair('c', 0.25, 0.25),
  pair('d', 0.2, 0.199),
]

describe('comparePairs', () => {
  it('measures differences; the numbers are numpy’s', () => {
    const found = comparePairs(PAIRS, 1e-5)
    expect(found).toMatchObject({ pairs: 4, epsilon: 1e-5, within: 2 })
    expect(found.max).toBeCloseTo(0.001, 14)
    expect(found.mean).toBeCloseTo(0.0002551, 12)
    expect(found.p99).toBeCloseTo(0.0009706, 12)
  })

  it('names the worst first, five at most', () => {
    const many = Array.from({ length: 9 }, (_, at) => pair(`k${at}`, 0, at / 100))
    expect(comparePairs(PAIRS, 1).worst.map(({ key }) => key)).toEqual(['d', 'b', 'a', 'c'])
    expect(comparePairs(many, 1).worst.map(({ key }) => key)).toEqual(['k8', 'k7', 'k6', 'k5', 'k4'])
  })

  it('counts the edge of ε as within, and NaN never', () => {
    expect(comparePairs([pair('a', 0.5, 0.25)], 0.25).within).toBe(1)
    expect(comparePairs([pair('a', 0.5, Number.NaN), pair('b', 0, 0)], 1).within).toBe(1)
  })
})

describe('passRates', () => {
  const threshold = { value: 0.2, source: 'a paper' }

  it('counts both sides of the model’s threshold, and who falls on the other side', () => {
    const { threshold: found } = passRates({ pairs: PAIRS, threshold, packed: new Set() })
    expect(found).toEqual({ value: 0.2, source: 'a paper', ours: 0.75, open_clip: 0.5, flips: 1 })
    expect(passRates({ pairs: PAIRS, threshold: null, packed: new Set() }).threshold).toBeNull()
  })

  it('looks for the packed ones among as many best by open_clip', () => {
    const turned = [...PAIRS, pair('e', 0.05, 0.9)]
    expect(passRates({ pairs: turned, threshold, packed: new Set(['a', 'c']) }).fraction).toEqual({
      value: 0.3,
      kept: 2,
      share: 0.4,
      cut: 0.25,
      also_by_open_clip: 1,
    })
    expect(passRates({ pairs: PAIRS, threshold, packed: new Set() }).fraction.cut).toBeNull()
  })
})

describe('countDiffering', () => {
  const scored = [
    { key: 'a', caption: 'red', similarity: 0.25 },
    { key: 'b', caption: 'blue', similarity: null },
  ]
  const packed = (key: string, TEXT: string, similarity: number | null) => ({ key, TEXT, similarity })

  it('finds another TEXT, another similarity by a bit, and a picture that was never scored', () => {
    expect(countDiffering([packed('a', 'red', 0.25), packed('b', 'blue', null)], scored)).toBe(0)
    expect(countDiffering([packed('a', 'Red', 0.25)], scored)).toBe(1)
    expect(countDiffering([packed('a', 'red', 0.25 + 2 ** -54)], scored)).toBe(1)
    expect(countDiffering([packed('c', 'red', 0.25)], scored)).toBe(1)
  })
})
