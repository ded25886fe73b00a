import type { GroupsSection } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { drawnGroups, groupRules } from './group-rules.js'
import { rowsBetween } from './near-rows.js'
import { recipeLines } from './recipe-lines.js'
import { keptSentence } from './sentence.js'
import { thresholdSection } from './test-section.js'

describe('what is said of a threshold', () => {
  it('is the rows kept and how many fewer', () => {
    expect(
      keptSentence({ threshold: '0.283', kept: 1234 }, { threshold: '0.28', kept: 1290, isCut: true }),
    ).toBe('At 0.283: 1,234 rows kept, 56 fewer than at the cut of 0.28 (4.3 % fewer).')
    expect(keptSentence({ threshold: '0.2', kept: 1 }, { threshold: '0.28', kept: 0, isCut: true })).toBe(
      'At 0.2: 1 row kept, 1 more than at the cut of 0.28.',
    )
    expect(keptSentence({ threshold: '0.1', kept: 7 }, { threshold: '0.1', kept: 7, isCut: false })).toBe(
      'At 0.1: 7 rows kept. This is the lowest score, 0.1.',
    )
  })
})

describe('lines of a recipe', () => {
  it('name the score as select takes it', () => {
    expect(recipeLines('similarity_b32', '0.283', 'l14')).toBe('select:\n  keep: { similarity_b32: 0.283 }')
    expect(recipeLines('similarity', '0.3', 'toy')).toBe('select:\n  keep: { similarity_toy: 0.3 }')
    expect(recipeLines('similarity', '0.3', null)).toBe('select:\n  where: "similarity >= 0.3"')
    expect(recipeLines('aesthetic', '5.5', 'toy')).toBe('select:\n  where: "aesthetic >= 5.5"')
  })

  it('are not written for a column that somebody else named otherwise', () => {
    expect(recipeLines('a": evil', '0.3', null)).toBeNull()
  })
})

const exhibit = (score: number | null) => ({
  url: '',
  domain: null,
  text: String(score),
  language: null,
  kept: false,
  reason: null,
  filter: null,
  score,
  distance: null,
  width: null,
  height: null,
  picture: null,
})

describe('rows between two thresholds', () => {
  const near = {
    '0.27': [exhibit(0.271), exhibit(0.279), exhibit(null)],
    '0.28': [exhibit(0.28), exhibit(0.289)],
    '-0.01': [exhibit(-0.005)],
  }
  const scores = (low: number, high: number) => rowsBetween(near, low, high).map(({ score }) => score)

  it('are those with a score from the lower up to below the higher, bin by bin in turn', () => {
    expect(scores(0.27, 0.29)).toEqual([0.271, 0.28, 0.279, 0.289])
    expect(scores(0.275, 0.28)).toEqual([0.279])
    expect(scores(0.28, 0.28)).toEqual([])
    expect(scores(-1, 0)).toEqual([-0.005])
  })
})

const groups: GroupsSection = {
  withheld: null,
  minimum: { rows: 50, expected: 10 },
  zone: [0.9, 1.11],
  alpha: 0.05,
  families: [],
  domains: 1,
  clusters: 1,
  groups: [
    {
      id: 'tld.de',
      axis: 'tld',
      label: '.de',
      lang: null,
      people: false,
      candidates: 1,
      kept: 1,
      amplification: null,
      by_phase: [],
      reference: null,
    },
  ],
  exclusions: [],
  occupations: null,
}

describe('groups of people on this page', () => {
  const part = (id: string, rows: number) => ({
    axis: 'group' as const,
    id,
    label: id,
    bins: { first: 0, counts: [rows] },
  })
  const section = thresholdSection({
    parts: [part('tld.de', 3), part('gender.en.woman', 49), part('gender.en.man', 50)],
  })
  const drawn = (rules: ReturnType<typeof groupRules>) => drawnGroups(section, rules, -2).map(({ id }) => id)

  it('are drawn from the minimum up', () => {
    expect(drawn(groupRules(groups, section))).toEqual(['tld.de', 'gender.en.man'])
  })

  it('are withheld with the reason, and no others', () => {
    const rules = groupRules({ ...groups, withheld: 'a toy judged' }, section)
    expect(rules.withheld).toBe('a toy judged')
    expect(drawn(rules)).toEqual(['tld.de'])
  })

  it('are withheld where a toy scored, or the groups are not there', () => {
    expect(drawn(groupRules(groups, { toy: true }))).toEqual(['tld.de'])
    expect(drawn(groupRules({ not_available: 'no texts' }, section))).toEqual([])
  })
})
