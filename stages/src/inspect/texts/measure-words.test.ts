import { wordsSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { logOddsDirichlet } from '../../statistics/log-odds-dirichlet.js'
import type { StepOfWay } from '../pair-table.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { countWords } from './count-words.js'
import { measureWords } from './measure-words.js'

const STEPS: readonly StepOfWay[] = [
  { phase: 'extract', filter: 'text', code: null, outcome: 'dropped' },
  { phase: 'fetch', filter: null, code: 'timeout', outcome: 'failed' },
  { phase: 'select', filter: 'similarity', code: null, outcome: 'dropped' },
]
const EXTRACT = { kept: false, left_phase: 0, left_step: 0 }
const FETCH = { kept: false, left_phase: 3, left_step: 1 }
const SELECT = { kept: false, left_phase: 4, left_step: 2 }

/** `pairs` rows of the text, spread over so many domains. */
function rows(text: string, pairs: number, domains: number, fate: TestPair = {}): readonly TestPair[] {
  return Array.from({ length: pairs }, (_, at) => ({ text, domain: `d${at % domains}.example`, ...fate }))
}

const measure = (world: TestWorld) =>
  withTestPairs({ steps: STEPS, ...world }, (inspected) => measureWords(inspected))

async function contrasts(pairs: readonly TestPair[]) {
  const found = wordsSchema.parse(await measure({ pairs }))
  return new Map(found.contrasts.map((contrast) => [contrast.id, contrast]))
}

describe('measureWords', () => {
  it('counts domains, and gives what logOddsDirichlet gives of them', async () => {
    const found = await contrasts([
      ...rows('Red shoes', 30, 30),
      ...rows('red hat', 20, 10, SELECT),
      ...rows('hat', 40, 8, EXTRACT),
    ])
    expect([...found.keys()]).toEqual(['kept-select', 'kept-cut'])
    const first = new Map(Object.entries({ red: 30, shoes: 30, hat: 0 }))
    // Background: d0 to d29 with red, 30 with shoes, d0 to d9 with hat.
    const background = new Map(Object.entries({ red: 30, shoes: 30, hat: 10 }))
    const second = new Map(Object.entries({ red: 10, shoes: 0, hat: 10 }))
    for (const id of ['kept-select', 'kept-cut']) {
      const expected = logOddsDirichlet({ first, second, background, alpha0: 100 })
      const contrast = found.get(id)
      expect(contrast).toMatchObject({ prior: 100, words: 3, sampled: false, first_rows: 30 })
      expect(contrast?.second_rows).toBe(id === 'kept-cut' ? 60 : 20)
      expect(contrast?.rows.map(({ word }) => word)).toEqual(['shoes', 'red', 'hat'])
      for (const { word, log_odds, z, first_domains, second_domains } of contrast?.rows ?? []) {
        expect([first_domains, second_domains]).toEqual([first.get(word), second.get(word)])
        expect(log_odds).toBeCloseTo(expected.get(word)?.delta ?? Number.NaN, 12)
        expect(z).toBeCloseTo(expected.get(word)?.z ?? Number.NaN, 12)
      }
    }
  })

  it('gives words from 20 pairs and 5 domains on', async () => {
    const found = await contrasts([
      ...rows('common', 19, 5),
      ...rows('usual', 20, 5),
      ...rows('common', 1, 1, SELECT),
      ...rows('few', 19, 19),
      ...rows('narrow', 90, 4),
      // In all that was cut it is common; not on the two sides of the first contrast.
      ...rows('early', 40, 10, EXTRACT),
      ...rows('early', 5, 5),
    ])
    expect(found.get('kept-select')?.rows.map(({ word }) => word)).toEqual(['usual', 'common'])
    expect(found.get('kept-cut')?.rows.map(({ word }) => word)).toEqual(['usual', 'common', 'early'])
  })

  it('publishes nothing of addresses and numbers, and no single letters', async () => {
    const text = 'A jane.doe@mail.example,x 42 r2d2 naïve Große 写真です é x́ i̇stanbul <b>bold</b>'
    const found = await contrasts([...rows(text, 20, 5), ...rows('other', 20, 5, SELECT)])
    const words = found.get('kept-select')?.rows.map(({ word }) => word)
    expect(words?.sort()).toEqual(['bold', 'große', 'i̇stanbul', 'naïve', 'other', '写真です'].sort())
  })

  it('stands hostile texts', async () => {
    const texts = [
      'x'.repeat(10_000),
      "o'brien \\p{L} %s $1 \u0001\u001f\u202e\u2066 drop",
      `${'@a'.repeat(3000)} behind`,
      '👩‍👩‍👧 🇵🇱 👍🏽 emoji',
      'constructor __proto__ toString',
      '\u0301'.repeat(50),
    ]
    const found = await contrasts([
      ...texts.flatMap((text) => rows(text, 20, 5)),
      ...rows('plain', 20, 5, SELECT),
    ])
    const words = found.get('kept-select')?.rows.map(({ word }) => word)
    expect(words?.sort()).toEqual(
      ['behind', 'brien', 'constructor', 'drop', 'emoji', 'plain', 'proto', 'tostring'].sort(),
    )
  })

  it('leaves accidents and rows without a site out', async () => {
    const found = await contrasts([
      ...rows('kept', 20, 5),
      ...rows('lost', 40, 5, FETCH),
      ...rows('cut', 20, 5, EXTRACT),
      ...rows('homeless', 20, 1, { domain: null }),
    ])
    expect([...found.keys()]).toEqual(['kept-cut'])
    expect(found.get('kept-cut')).toMatchObject({ first_rows: 20, second_rows: 20, words: 2 })
  })

  it('gives one contrast where only select cut', async () => {
    const found = await contrasts([...rows('kept', 20, 5), ...rows('cut', 20, 5, SELECT)])
    expect([...found.keys()]).toEqual(['kept-select'])
  })

  it('gives 200 of each end', async () => {
    const letters = (n: number): string =>
      `w${[...n.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')}`
    const many = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, at) => letters(from + at)).join(' ')
    const found = await contrasts([...rows(many(100, 400), 20, 6), ...rows(many(300, 600), 20, 5, SELECT)])
    const contrast = found.get('kept-select')
    expect(contrast?.words).toBe(500)
    expect(contrast?.rows).toHaveLength(400)
    expect(contrast?.rows.slice(0, 200).every(({ second_domains }) => second_domains === 0)).toBe(true)
    expect(contrast?.rows.slice(-200).every(({ first_domains }) => first_domains === 0)).toBe(true)
  })

  it.each<[string, Partial<TestWorld>]>([
    ['The rows have no text.', { knows: { text: false } }],
    ['Rows that were cut are not there to compare with.', { knows: { rejected: false } }],
    ['The rows do not tell their site, and words are counted in sites.', { knows: { domain: false } }],
    ['No row with a text was cut by a filter.', { pairs: [{ text: 'a' }] }],
    ['No row with a text was kept.', { pairs: [] }],
  ])('says why there is nothing: %s', async (not_available, world) => {
    expect(await measure({ pairs: rows('word', 20, 5, SELECT), ...world })).toEqual({ not_available })
  })
})

describe('countWords', () => {
  it('draws at most so many by a hash of id, the same ones each time', async () => {
    const pairs = Array.from({ length: 5000 }, (_, at) => ({
      id: 7 * at,
      text: 'word',
      domain: `d${at}.example`,
    }))
    const options = { limit: 2000, minimumPairs: 1, minimumDomains: 1 }
    const side = { name: 'all', where: 'true' }
    const once = await withTestPairs({ pairs }, ({ duck }) => countWords(duck, [side], options))
    const reversed = await withTestPairs({ pairs: [...pairs].reverse() }, ({ duck }) =>
      countWords(duck, [side], options),
    )
    expect(once.sides[0]?.sampled).toBe(true)
    // Binomial, mean 2000 - 6·√2000: five standard deviations each way.
    expect(once.sides[0]?.rows).toBeGreaterThan(1560)
    expect(once.sides[0]?.rows).toBeLessThanOrEqual(2000)
    expect(once.words[0]?.pairs).toEqual([once.sides[0]?.rows])
    expect(reversed).toEqual(once)
    const all = await withTestPairs({ pairs }, ({ duck }) =>
      countWords(duck, [side], { ...options, limit: 5000 }),
    )
    expect(all.sides).toEqual([{ rows: 5000, sampled: false }])
  })
})
