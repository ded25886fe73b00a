import { type LanguagesSection, languagesSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { jensenShannon } from '../../statistics/jensen-shannon.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { measureLanguages } from './measure-languages.js'
import { declaredLanguage } from './primary-tag.js'

async function measure(
  pairs: readonly TestPair[],
  world: Partial<TestWorld> = {},
): Promise<LanguagesSection> {
  return languagesSchema.parse(await withTestPairs({ pairs, ...world }, measureLanguages))
}

const rows = (n: number, pair: TestPair): readonly TestPair[] => Array.from({ length: n }, () => pair)

describe('measureLanguages', () => {
  it('counts languages and scripts with those not known, and how the kept differ', async () => {
    const found = await measure([
      ...rows(4, { language: 'en', script: 'Latn', cluster: 0 }),
      ...rows(2, { language: 'pl', script: 'Latn', kept: false, cluster: 1 }),
      ...rows(1, { language: 'pl', script: 'Latn', cluster: 1 }),
      ...rows(1, { language: 'ru', script: 'Cyrl', kept: false, cluster: 2 }),
      ...rows(9, { language: null, script: 'Zyyy', kept: false, cluster: 2 }),
    ])
    expect(found.languages.map(({ value, candidates, kept }) => [value, candidates, kept])).toEqual([
      ['en', 4, 4],
      ['pl', 3, 1],
      ['ru', 1, 0],
      [null, 9, 0],
    ])
    expect(found.divergence).toBeCloseTo(
      jensenShannon({ first: [4, 3, 1], second: [4, 1, 0] }) ?? Number.NaN,
      12,
    )
    expect(found.script_divergence).toBeCloseTo(
      jensenShannon({ first: [7, 1, 9], second: [5, 0, 0] }) ?? Number.NaN,
      12,
    )
    expect(found.scripts[0]?.value).toBe('Zyyy')
    expect(found.declared).toBeNull()
    expect(found.told_by).toContain('eld')
  })

  it('joins those behind the 40th, and one that is called other', async () => {
    const code = (at: number): string =>
      `${String.fromCharCode(97 + Math.floor(at / 26))}${String.fromCharCode(97 + (at % 26))}`
    const found = await measure([
      ...Array.from({ length: 50 }, (_, at) => rows(60 - at, { language: code(at), cluster: at })).flat(),
      ...rows(70, { language: 'other', kept: false, cluster: 99 }),
      ...rows(1, { language: "x'; DROP TABLE pairs --", cluster: 98 }),
    ])
    expect(found.languages).toHaveLength(41)
    expect(found.languages[0]).toMatchObject({ value: code(0), candidates: 60 })
    // The last ten: 20 + 19 + … + 11 = 155.
    expect(found.languages[40]).toMatchObject({ value: 'other', candidates: 155 + 70 + 1, kept: 156 })
    expect(found.languages[40]?.rate.low).not.toBeNull()
  })

  it('compares the declared language with that of the text', async () => {
    const found = await measure([
      { language: 'en', html_lang: 'EN-us' },
      { language: 'en', html_lang: ' en ' },
      { language: 'he', html_lang: 'iw_IL' },
      { language: 'pl', html_lang: 'de' },
      { language: 'en', html_lang: 'eng' },
      { language: 'en', html_lang: '' },
      { language: null, html_lang: 'en' },
      { language: 'en', html_lang: null },
    ])
    expect(found.declared).toEqual({ both: 4, agree: 3 })
  })

  it('names the column that told, and claims no rate nor change where cut rows are not there', async () => {
    const found = await measure(rows(2, { language: 'en', script: 'Latn' }), {
      subject: { columns: [{ read_as: 'language', column: 'LANGUAGE' }] },
      knows: { rejected: false },
    })
    expect(found.told_by).toContain('LANGUAGE')
    const long = await measure([{ language: '🐈'.repeat(10_000) }])
    expect(long.languages[0]?.value).toBe('🐈'.repeat(32))
    const control = await withTestPairs({ pairs: [{ language: 'x' }] }, async (inspected) => {
      await inspected.duck.run(`UPDATE pairs SET "language" = 'a' || chr(0) || '''' || chr(27)`)
      return languagesSchema.parse(await measureLanguages(inspected))
    })
    expect(control.languages[0]).toMatchObject({ value: "a\0'\x1b", candidates: 1 })
    expect([found.divergence, found.script_divergence]).toEqual([null, null])
    expect(found.languages[0]?.rate).toEqual({ k: 2, n: 2, rate: 1, low: null, high: null })
  })

  it('is not available where nothing told either', async () => {
    for (const pairs of [[], [{ text: 'a' }]])
      expect(await withTestPairs({ pairs }, measureLanguages)).toHaveProperty('not_available')
  })
})

describe('declaredLanguage', () => {
  it.each([
    ['de', 'de'],
    ['zh-Hant-TW', 'zh'],
    ['nb-NO', 'no'],
    ['id', 'ms'],
    ['english', null],
    ['x-klingon', null],
    ['é', null],
    [`en ${'x'.repeat(10_000)}`, null],
  ])('%.20s: %s', async (html_lang, expected) => {
    await withTestPairs({ pairs: [{ html_lang }] }, async ({ duck }) => {
      const found = await duck.rows(`SELECT ${declaredLanguage('html_lang')} AS language FROM pairs`)
      expect(found).toEqual([{ language: expected }])
    })
  })
})
