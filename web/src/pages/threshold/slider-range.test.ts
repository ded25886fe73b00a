import { describe, expect, it } from 'vitest'
import { binOfTyped, sliderRange } from './slider-range.js'
import { thresholdSection } from './test-section.js'

describe('where the slider may go', () => {
  it('is from the lowest score to above the highest, starting at the cut', () => {
    expect(sliderRange(thresholdSection({ lowest: 0.1, highest: 0.401 }))).toEqual({
      min: -18,
      max: 13,
      start: 0,
    })
  })

  it('is up from the cut only where nothing below is known', () => {
    const range = sliderRange(thresholdSection({ knows_below: false, lowest: 0.28, highest: 0.401 }))
    expect(range).toEqual({ min: 0, max: 13, start: 0 })
  })

  it('starts at the lowest score where no cut was applied', () => {
    const range = sliderRange(thresholdSection({ cut: null, origin: 0, lowest: 0.105, highest: 0.4 }))
    expect(range).toEqual({ min: 10, max: 41, start: 10 })
  })

  it('holds the cut even if no row reaches it', () => {
    expect(sliderRange(thresholdSection({ lowest: 0.1, highest: 0.2 })).max).toBe(0)
  })
})

describe('a typed threshold', () => {
  const section = thresholdSection({ lowest: 0.1, highest: 0.401 })
  const range = sliderRange(section)

  it('is snapped to an edge inside the range', () => {
    expect(binOfTyped(section, range, ' 0.294 ')).toBe(1)
    expect(binOfTyped(section, range, '0,294')).toBe(1)
    expect(binOfTyped(section, range, '7')).toBe(13)
    expect(binOfTyped(section, range, '-1e9')).toBe(-18)
  })

  it('that is no number is not taken', () => {
    for (const typed of ['', ' ', 'x', '1e999', 'NaN', '0.2.8'])
      expect(binOfTyped(section, range, typed)).toBeNull()
  })
})
