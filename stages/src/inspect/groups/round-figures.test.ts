import type { Exclusion, Ratio } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { roundExclusion, rounded, roundGroup, roundOccupation } from './round-figures.js'

const RATIO: Ratio = {
  ratio: 1 / 3,
  low: 1e-9 / 3,
  high: Number.MAX_VALUE,
  p: 2 / 3,
  clusters: 1_234_567,
  degrees: 200 / 3,
}
const ROUNDED: Ratio = {
  ratio: 0.333333,
  low: 3.33333e-10,
  high: 1.79769e308,
  p: 0.666667,
  clusters: 1_234_567,
  degrees: 66.6667,
}
const RATE = { k: 12_345_678, n: 98_765_432, rate: 1 / 8.0000001, low: 0.1234567, high: 0.9999999 }
const RATE_ROUNDED = { k: 12_345_678, n: 98_765_432, rate: 0.125, low: 0.123457, high: 1 }

const EXCLUSION: Exclusion = {
  group: 'a',
  step: 's0',
  status: 'measured',
  group_rate: RATE,
  rest_rate: RATE,
  difference: { difference: -0.1234567, low: -1 / 3, high: 0 },
  crude: RATIO,
  adjusted: null,
  strata: { low: 1 / 3, high: 2 / 3, strata: 7 },
  needed: 12_345_678,
  q: 0.01234567,
  flagged: true,
  shadow: { group_rate: RATE, rest_rate: RATE, crude: null },
}

describe('rounding', () => {
  it.each([
    [0.1 + 0.2, 0.3],
    [-2 / 3, -0.666667],
    [1234567.8, 1234570],
    [0, 0],
    [1.234567e-300, 1.23457e-300],
  ])('gives %d six digits', (value, expected) => {
    expect(rounded(value)).toBe(expected)
  })

  it('rounds figures of exclusions, and leaves counts, flags and the order of fields', () => {
    const found = roundExclusion(EXCLUSION)
    expect(found).toEqual({
      ...EXCLUSION,
      group_rate: RATE_ROUNDED,
      rest_rate: RATE_ROUNDED,
      difference: { difference: -0.123457, low: -0.333333, high: 0 },
      crude: ROUNDED,
      strata: { low: 0.333333, high: 0.666667, strata: 7 },
      q: 0.0123457,
      shadow: { group_rate: RATE_ROUNDED, rest_rate: RATE_ROUNDED, crude: null },
    })
    expect(Object.keys(found)).toEqual(Object.keys(EXCLUSION))
  })

  it('leaves what is null', () => {
    const nothing = {
      ...EXCLUSION,
      group_rate: null,
      difference: null,
      crude: null,
      strata: null,
      q: null,
      shadow: null,
    }
    expect(roundExclusion(nothing)).toEqual({ ...nothing, rest_rate: RATE_ROUNDED })
  })

  it('rounds those of groups and occupations', () => {
    const group = {
      ...{
        id: 'a',
        axis: 'b',
        label: 'c',
        lang: null,
        people: true,
        candidates: 12_345_678,
        kept: 7_654_321,
      },
      amplification: RATIO,
      by_phase: [{ phase: 'plan', entered: 12_345_678, log: 1 / 3 }],
      reference: { share: 0.123456789, source: 'census' },
    }
    expect(roundGroup(group)).toEqual({
      ...group,
      amplification: ROUNDED,
      by_phase: [{ phase: 'plan', entered: 12_345_678, log: 0.333333 }],
    })
    const occupation = { set: 'a', label: 'b', mentions: 7, woman: 1, man: 2, both: 3, neither: 1 }
    expect(
      roundOccupation({ ...occupation, log_odds: { value: 1 / 3, low: -1 / 3, high: 2 / 3 } }).log_odds,
    ).toEqual({
      value: 0.333333,
      low: -0.333333,
      high: 0.666667,
    })
    expect(roundOccupation({ ...occupation, log_odds: null }).log_odds).toBeNull()
  })
})
