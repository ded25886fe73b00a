import { describe, expect, it } from 'vitest'
import { type TestPair, withTestPairs } from '../test-pairs.js'
import { matchGroups } from './match-groups.js'
import { lexicon } from './test-world.js'

const LEXICONS = [
  lexicon('gender', 'en', { 'gender.en.woman': ['woman', 'she'], 'gender.en.man': ['man'] }),
  lexicon('country', 'en', { 'country.FR': ['France'], 'country.PL': ['Poland'] }),
  lexicon('country', 'de', { 'country.FR': ['Frankreich'], 'country.LU': ['Luxemburg'] }),
]

async function match(pairs: readonly TestPair[], lexicons = LEXICONS) {
  return withTestPairs({ pairs }, async ({ duck }) => {
    await duck.run('DROP TABLE mentions')
    const groups = await matchGroups({ duck }, lexicons)
    const mentions = await duck.rows<{ row: number; grp: number }>('SELECT * FROM mentions ORDER BY ALL')
    return { groups, mentions: mentions.map(({ row, grp }) => [row, groups[grp]?.id]) }
  })
}

describe('matchGroups', () => {
  it('writes which sets the text of each pair mentions, once each, in the language of the text only', async () => {
    const { groups, mentions } = await match([
      { text: 'A woman, a woman in France', language: 'en' },
      { text: 'Eine Frau in Frankreich', language: 'de' },
      { text: 'A woman in France', language: 'de' },
      { text: 'A woman in France', language: null },
      { text: 'A woman in France', language: 'pl' },
      { text: '', language: 'en' },
      { text: 'A man', language: 'en' },
    ])
    expect(mentions).toEqual([
      [0, 'gender.en.woman'],
      [0, 'country.FR'],
      [1, 'country.FR'],
      [6, 'gender.en.man'],
    ])
    // Poland and Luxembourg do not occur; France is of both lexicons.
    expect(groups.map(({ id, axis, lang, languages }) => [id, axis, lang, languages])).toEqual([
      ['gender.en.woman', 'gender', 'en', ['en']],
      ['gender.en.man', 'gender', 'en', ['en']],
      ['country.FR', 'country', null, ['de', 'en']],
    ])
  })

  it('counts cut, shadow and kept rows alike, and equal neighbours each in their own language', async () => {
    const text = 'man'
    const { mentions } = await match([
      { text, language: 'en', kept: false },
      { text, language: 'en', kept: false, shadow: true, in_shadow: true },
      { text, language: 'de' },
      { text, language: 'en' },
    ])
    expect(mentions.map(([row]) => row)).toEqual([0, 1, 3])
  })

  it('keeps a gender set of two languages apart', async () => {
    const { groups, mentions } = await match(
      [
        { text: 'woman', language: 'en' },
        { text: 'Frau', language: 'de' },
      ],
      [
        lexicon('gender', 'en', { 'gender.woman': ['woman'] }),
        lexicon('gender', 'de', { 'gender.woman': ['Frau'] }),
      ],
    )
    expect(groups.map(({ id, lang }) => [id, lang])).toEqual([
      ['gender.woman:en', 'en'],
      ['gender.woman:de', 'de'],
    ])
    expect(mentions).toEqual([
      [0, 'gender.woman:en'],
      [1, 'gender.woman:de'],
    ])
  })

  it('leaves an empty table without lexicons, pairs or hits', async () => {
    expect(await match([{ text: 'a man', language: 'en' }], [])).toEqual({ groups: [], mentions: [] })
    expect(await match([])).toEqual({ groups: [], mentions: [] })
    expect(await match([{ text: 'a tree', language: 'en' }])).toEqual({ groups: [], mentions: [] })
  })

  it('matches the rows of every batch', async () => {
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      await duck.run('DROP TABLE mentions')
      await duck.run(`INSERT INTO pairs (row, "text", "language")
        SELECT range, CASE WHEN range % 2 = 0 THEN 'a man' ELSE 'a tree' END, 'en' FROM range(500_003)`)
      await matchGroups({ duck }, LEXICONS)
      const [found] = await duck.rows<{ n: number; odd: number; last: number }>(
        'SELECT count(*)::INTEGER AS n, sum(row % 2)::INTEGER AS odd, max(row) AS last FROM mentions',
      )
      expect(found).toEqual({ n: 250_002, odd: 0, last: 500_002 })
    })
  })

  it('refuses more sets than a number has', () => {
    const many = Object.fromEntries(Array.from({ length: 32_768 }, (_, at) => [`country.x${at}`, ['x']]))
    return expect(match([], [lexicon('country', 'en', many)])).rejects.toThrow(RangeError)
  })
})
