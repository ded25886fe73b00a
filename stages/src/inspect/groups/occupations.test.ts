import { describe, expect, it } from 'vitest'
import { withTestPairs } from '../test-pairs.js'
import { measureGroups } from './measure-groups.js'
import { rounded } from './round-figures.js'
import { block, FILTERS, joinBlocks, mentioned } from './test-world.js'

const GROUPS = [
  mentioned('occupation.en.nurse', 'en'),
  mentioned('gender.en.woman', 'en'),
  mentioned('gender.en.man', 'en'),
  mentioned('gender.en.both', 'en'),
  mentioned('gender.en.neutral', 'en'),
  mentioned('occupation.en.pilot', 'en'),
  mentioned('occupation.de.koch', 'de'),
]
const [NURSE, WOMAN, MAN, BOTH, NEUTRAL, PILOT, COOK] = [0, 1, 2, 3, 4, 5, 6]

async function occupationsOf(blocks: Parameters<typeof joinBlocks>[0], toy = false) {
  return withTestPairs({ ...joinBlocks(blocks), steps: FILTERS, subject: { toy } }, async (inspected) => {
    const { occupations } = await measureGroups(inspected, GROUPS)
    return occupations
  })
}

const rows = (n: number, language = 'en') => block(n, 0, { language })

describe('occupations and gendered words', () => {
  it('counts each mention once: woman, man, both or neither, beside the other texts of the language', async () => {
    const found = await occupationsOf([
      [rows(60), NURSE, WOMAN],
      [rows(30), NURSE, MAN],
      [rows(7), NURSE, WOMAN, MAN],
      [rows(2), NURSE, BOTH],
      [rows(5), NURSE, NEUTRAL],
      [rows(20), NURSE],
      [rows(100), WOMAN],
      [rows(300), MAN],
      [rows(49), PILOT],
    ])
    expect(found).toHaveLength(1)
    expect(found?.[0]).toMatchObject({
      set: 'occupation.en.nurse',
      mentions: 124,
      woman: 60,
      man: 30,
      both: 9,
      neither: 25,
    })
    expect(found?.[0]?.log_odds?.value).toBe(rounded(Math.log((60.5 * 300.5) / (30.5 * 100.5))))
    expect(found?.[0]?.log_odds?.low).toBeLessThan(found?.[0]?.log_odds?.value ?? 0)
  })

  it('has no odds below the minimum, nor a row for a language without gendered words', async () => {
    const found = await occupationsOf([
      [rows(20), NURSE, WOMAN],
      [rows(10), NURSE, MAN],
      [rows(100), NURSE],
      [rows(100), WOMAN],
      [rows(300), MAN],
      [rows(80, 'de'), COOK],
    ])
    expect(found).toEqual([
      {
        set: 'occupation.en.nurse',
        label: 'occupation.en.nurse',
        mentions: 130,
        woman: 20,
        man: 10,
        both: 0,
        neither: 100,
        log_odds: null,
      },
    ])
  })

  it('is null where a toy judged, and where none occurs', async () => {
    expect(await occupationsOf([[rows(80), NURSE, WOMAN]], true)).toBeNull()
    expect(await occupationsOf([[rows(80), WOMAN]])).toBeNull()
  })
})
