import { describe, expect, it } from 'vitest'
import { binOfFraction } from './match-fraction.js'
import { byChange, partChanges, wholeChange } from './part-changes.js'
import { sliderRange } from './slider-range.js'
import { thresholdSection } from './test-section.js'

const section = thresholdSection({
  eligible: { first: -2, counts: [10, 20, 30, 40] },
  parts: [
    { axis: 'language', id: 'en', label: 'English', bins: { first: -2, counts: [4, 4, 20, 30] } },
    { axis: 'language', id: 'de', label: 'German', bins: { first: -1, counts: [10, 5, 5] } },
    { axis: 'group', id: 'g', label: 'g', bins: { first: 1, counts: [1] } },
  ],
})

describe('parts at two thresholds', () => {
  it('count what is at or above each, and what that is of the whole', () => {
    expect(wholeChange(section, 0, -1)).toMatchObject({ atCut: 70, chosen: 90 })
    const { parts, rest } = partChanges(section, 'language', 0, -1)
    expect(parts).toEqual([
      { id: 'en', label: 'English', atCut: 50, chosen: 54, shareAtCut: 50 / 70, shareChosen: 54 / 90 },
      { id: 'de', label: 'German', atCut: 10, chosen: 20, shareAtCut: 10 / 70, shareChosen: 20 / 90 },
    ])
    expect(rest).toMatchObject({ atCut: 10, chosen: 16 })
  })

  it('add up to the whole with the rest', () => {
    for (let bin = -3; bin <= 3; bin++) {
      const { parts, rest } = partChanges(section, 'language', 0, bin)
      const sum = parts.reduce((total, part) => total + part.chosen, 0) + (rest?.chosen ?? 0)
      expect(sum).toBe(wholeChange(section, 0, bin).chosen)
    }
  })

  it('of groups have no rest, as groups overlap', () => {
    expect(partChanges(section, 'group', 0, -1).rest).toBeNull()
  })

  it('have no share of nothing', () => {
    expect(partChanges(section, 'language', 0, 2).parts[0]).toMatchObject({ chosen: 0, shareChosen: null })
  })

  it('are ordered by what changes', () => {
    expect(byChange(partChanges(section, 'language', 0, -1).parts).map(({ id }) => id)).toEqual(['de', 'en'])
  })
})

describe('the threshold of a share', () => {
  const scored = { first: -2, counts: [10, 20, 30, 40] }
  const range = sliderRange(thresholdSection({ lowest: 0.26, highest: 0.299 }))

  it('is the edge with the nearest share at or above it', () => {
    expect(range).toEqual({ min: -2, max: 2, start: 0 })
    expect([1, 0.9, 0.7, 0.4, 0].map((share) => binOfFraction(scored, range, share))).toEqual([
      -2, -1, 0, 1, 2,
    ])
    expect(binOfFraction(scored, range, 0.43)).toBe(1)
    expect(binOfFraction(scored, range, 0.56)).toBe(0)
  })

  it('is the start where there are no rows', () => {
    expect(binOfFraction({ first: 0, counts: [] }, range, 0.5)).toBe(0)
  })
})
