import { describe, expect, it } from 'vitest'
import { binOf, countAt, countBetween, countFrom, edgeOf, nearestEdge } from './bin-counts.js'

const bins = { first: 3, counts: [5, 0, 2, 1] }

describe('rows at or above a bin', () => {
  it('is the sum of the bins from there', () => {
    expect([2, 3, 4, 5, 6, 7].map((bin) => countFrom(bins, bin))).toEqual([8, 8, 3, 3, 1, 0])
    expect(countFrom(bins, -100)).toBe(8)
    expect(countFrom({ first: 0, counts: [] }, 0)).toBe(0)
  })

  it('between two bins does not depend on their order', () => {
    expect(countBetween(bins, 3, 6)).toBe(7)
    expect(countBetween(bins, 6, 3)).toBe(7)
    expect(countBetween(bins, 4, 4)).toBe(0)
  })

  it('counts one bin, and nothing outside', () => {
    expect([countAt(bins, 3), countAt(bins, 2), countAt(bins, 7)]).toEqual([5, 0, 0])
  })
})

describe('edges', () => {
  const scale = { origin: 0.28, width: 0.0025 }

  it('have no noise of binary fractions', () => {
    expect(edgeOf({ origin: 0.1, width: 0.1 }, 2)).toBe(0.3)
    expect(edgeOf(scale, 1)).toBe(0.2825)
    expect(edgeOf(scale, -112)).toBe(0)
  })

  it('hold the scores from there up', () => {
    expect(binOf(scale, 0.28)).toBe(0)
    expect(binOf(scale, 0.2799)).toBe(-1)
    expect(binOf(scale, 0.2825)).toBe(1)
    expect(binOf(scale, edgeOf(scale, 41))).toBe(41)
  })

  it('are snapped to from either side', () => {
    expect(nearestEdge(scale, 0.2811)).toBe(0)
    expect(nearestEdge(scale, 0.2813)).toBe(1)
  })

  it('come back from every edge of a long scale', () => {
    for (let bin = -500; bin <= 500; bin++) expect(nearestEdge(scale, edgeOf(scale, bin))).toBe(bin)
    for (let bin = -500; bin <= 500; bin++) expect(binOf(scale, edgeOf(scale, bin))).toBe(bin)
  })
})
