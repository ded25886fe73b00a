import type { Exclusion, Group, GroupsSection, Ratio } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { forestRows, verdict } from './forest-rows.js'
import { along, logAxis, tickText } from './log-axis.js'
import { stepChoices } from './step-choices.js'
import { waterfallBars } from './waterfall-bars.js'

const ratioOf = (ratio: number, low = ratio / 1.1, high = ratio * 1.1): Ratio => ({
  ratio,
  low,
  high,
  p: 0.01,
  clusters: 40,
  degrees: 30,
})

const group = (id: string, people = true): Group => ({
  id,
  axis: id.split('.')[0] ?? '',
  label: id,
  lang: null,
  people,
  candidates: 100,
  kept: 10,
  amplification: null,
  by_phase: [],
  reference: null,
})

const exclusion = (id: string, over: Partial<Exclusion>): Exclusion => ({
  group: id,
  step: 's1',
  status: 'measured',
  group_rate: null,
  rest_rate: null,
  difference: null,
  crude: null,
  adjusted: null,
  strata: null,
  needed: null,
  q: null,
  flagged: false,
  shadow: null,
  ...over,
})

const section: GroupsSection = {
  withheld: null,
  minimum: { rows: 50, expected: 10 },
  zone: [0.9, 1.11],
  alpha: 0.05,
  families: [],
  domains: 1,
  clusters: 1,
  groups: [group('a.x'), group('a.y'), group('b.z', false), group('a.few')],
  exclusions: [
    exclusion('a.x', { crude: ratioOf(3), adjusted: ratioOf(1.2) }),
    exclusion('a.y', { crude: ratioOf(2) }),
    exclusion('b.z', { crude: ratioOf(0.5), adjusted: ratioOf(0.5) }),
    exclusion('a.few', { status: 'too_few' }),
    exclusion('a.x', { step: 'all', crude: ratioOf(1) }),
    exclusion('unknown', { crude: ratioOf(9) }),
  ],
  occupations: null,
}
const ids = (rows: readonly { readonly group: Group }[]) => rows.map((row) => row.group.id)

describe('rows of a forest', () => {
  it('are sorted by the adjusted ratio, or the crude one where there is none', () => {
    const rows = forestRows(section, 's1', null)
    expect(ids(rows.measured)).toEqual(['a.y', 'a.x', 'b.z'])
    expect(ids(rows.tooFew)).toEqual(['a.few'])
    expect(ids(forestRows(section, 's1', 'b').measured)).toEqual(['b.z'])
    expect(ids(forestRows(section, 'all', null).measured)).toEqual(['a.x'])
  })

  it('of people are withheld with the section, even if a number came along', () => {
    const rows = forestRows({ ...section, withheld: 'toy' }, 's1', null)
    expect(ids(rows.measured)).toEqual(['b.z'])
    expect(ids(rows.withheld)).toEqual(['a.x', 'a.y', 'a.few'])
  })

  it('say a finding only where it is flagged', () => {
    const say = (over: Partial<Exclusion>) =>
      verdict({ group: group('a.x'), exclusion: exclusion('a.x', over) }, section)
    expect(say({ adjusted: ratioOf(2), flagged: true })).toBe('flagged: cut more often')
    expect(say({ adjusted: ratioOf(0.5), flagged: true })).toBe('flagged: cut less often')
    expect(say({ adjusted: ratioOf(2) })).toBe('outside the band, not flagged')
    expect(say({ adjusted: ratioOf(1.1) })).toBe('overlaps the band')
    expect(say({ adjusted: ratioOf(1, 0.95, 1.05) })).toBe('inside the band')
    expect(say({})).toBe('too few rows')
  })
})

describe('the axis of ratios', () => {
  it('has 1 in the middle, and a ratio as far from it as its inverse', () => {
    const axis = logAxis([ratioOf(3, 2, 4)])
    expect(along(axis, 1)).toBe(0.5)
    expect(along(axis, 4) + along(axis, 0.25)).toBeCloseTo(1, 12)
    expect(axis.ticks).toEqual([0.25, 0.5, 1, 2, 4])
  })

  it('holds every interval up to a factor of 16, beyond which lie the ends', () => {
    const axis = logAxis([ratioOf(1, 0, 1000)])
    expect(axis.bound).toBe(16)
    expect([along(axis, 0), along(axis, 1000)]).toEqual([0, 1])
    expect(logAxis([]).bound).toBeGreaterThan(1.5)
  })

  it('is written shortly', () => {
    expect([1 / 8, 1 / 3, 0.5, 1, 1.25 ** -1, 1.25, 16].map(tickText)).toEqual([
      '0.125',
      '0.33',
      '0.5',
      '1',
      '0.8',
      '1.25',
      '16',
    ])
  })
})

describe('phases of an amplification', () => {
  it('add up, as in the worked example of inspect.md (M9)', () => {
    const logs = [-0.065, -0.405, -0.041]
    const bars = waterfallBars(logs.map((log, i) => ({ phase: `p${i}`, entered: 9, log })))
    expect(bars[2]?.to).toBeCloseTo(-0.511, 12)
    expect(bars[1]).toMatchObject({ from: -0.065, log: -0.405 })
  })

  it('leave the sum where one is not known', () => {
    const bars = waterfallBars([
      { phase: 'a', entered: 9, log: -1 },
      { phase: 'b', entered: 0, log: null },
    ])
    expect(bars[1]).toEqual({ phase: 'b', entered: 0, log: null, from: -1, to: -1 })
  })
})

describe('steps to choose', () => {
  it('are those with rows, any reason first', () => {
    expect(stepChoices(section, { not_available: '' }).map(({ id }) => id)).toEqual(['all', 's1'])
  })
})
