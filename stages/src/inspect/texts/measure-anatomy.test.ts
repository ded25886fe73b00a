import { anatomySchema, isAvailable } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { TEXT_CLASSES } from '../../alt/classify-text.js'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { measureAnatomy } from './measure-anatomy.js'
import { tenthBounds } from './measure-lengths.js'

async function measure(
  pairs: readonly TestPair[],
  world: Partial<TestWorld> = {},
  pages: string | null = null,
) {
  const found = await withTestPairs({ pairs, ...world }, (inspected) => measureAnatomy(inspected, { pages }))
  return anatomySchema.parse(found)
}

const available = <T extends object>(section: T): Exclude<T, { not_available: string }> => {
  if (!isAvailable(section)) throw new Error(`Expected a section, got ${JSON.stringify(section)}`)
  return section as Exclude<T, { not_available: string }>
}

const NONE = { k: 0, n: 0, rate: null, low: null, high: null }

describe('classes', () => {
  const pairs = [
    { text: 'IMG_1.jpg', text_class: 'camera', cluster: 1, kept: false },
    { text: 'IMG_2.jpg', text_class: 'camera', cluster: 2, kept: true },
    { text: 'a red shoe', text_class: null, cluster: 1, kept: true },
    { text: 'a blue shoe', text_class: null, cluster: 2, kept: true },
    { text: '', text_class: null, cluster: 2, kept: false },
  ]

  it('are shares of the rows with a text, by candidates and kept, and the share that passed', async () => {
    const { classes } = await measure(pairs)
    expect(classes.map((one) => one.class)).toEqual([...TEXT_CLASSES, 'described'])
    const camera = classes.find((one) => one.class === 'camera')
    const clusters = (cells: readonly (readonly [number, number])[]) =>
      clusterWilson(cells.map(([k, n]) => ({ k, n })))
    const all = clusters([
      [1, 2],
      [1, 2],
    ])
    const kept = clusters([
      [0, 1],
      [1, 2],
    ])
    const passed = clusters([
      [0, 1],
      [1, 1],
    ])
    expect(camera?.candidates).toMatchObject({ k: 2, n: 4, rate: 0.5 })
    expect(camera?.candidates.low).toBeCloseTo(all?.low ?? Number.NaN, 12)
    expect(camera?.kept).toMatchObject({ k: 1, n: 3 })
    expect(camera?.kept.high).toBeCloseTo(kept?.high ?? Number.NaN, 12)
    expect(camera?.passed).toMatchObject({ k: 1, n: 2 })
    expect(camera?.passed.high).toBeCloseTo(passed?.high ?? Number.NaN, 12)
    expect(classes.find((one) => one.class === 'seo')).toMatchObject({
      candidates: { k: 0, n: 4 },
      passed: NONE,
    })
    expect(classes.find((one) => one.class === 'described')).toMatchObject({
      candidates: { k: 2 },
      passed: { k: 2, n: 2 },
    })
  })

  it('claim no rate of passing where cut rows are not there', async () => {
    const { classes } = await measure(
      pairs.map((pair) => ({ ...pair, kept: true })),
      { knows: { rejected: false } },
    )
    expect(classes.find((one) => one.class === 'camera')?.passed).toEqual({
      k: 2,
      n: 2,
      rate: 1,
      low: null,
      high: null,
    })
  })
})

describe('silence', () => {
  const pages = (rows: readonly string[]): string =>
    `(SELECT * FROM (VALUES ${rows.join(', ')}) AS t(page_domain, page_language, html_lang, images, alt_missing, alt_empty, alt_blank))`

  it('adds up pages by site and language; small parts are joined with what is not known', async () => {
    const table = pages([
      `('a.example', 'pl', 'en-GB', 12, 3, 2, 1)`,
      `('a.example', NULL, 'PL', 4, 0, 0, 0)`,
      `('b.example', NULL, ' en_US ', 20, 5, 5, 5)`,
      `('c.example', NULL, 'eng', 9, 9, 0, 0)`,
      `(NULL, 'de', 'x', 1, 0, 0, 1)`,
      // Copies in noscript make the alts no more than the <img>; a table that says else must not go below 0.
      `('c.example', NULL, NULL, 0, 0, 0, 0)`,
    ])
    const silence = available((await measure([], {}, table)).silence)
    expect(silence.total).toEqual({ value: null, pages: 6, text: 15, missing: 17, empty: 7, blank: 7 })
    expect(silence.by_domain).toEqual([
      { value: 'b.example', pages: 1, text: 5, missing: 5, empty: 5, blank: 5 },
      { value: 'a.example', pages: 2, text: 10, missing: 3, empty: 2, blank: 1 },
      { value: null, pages: 3, text: 0, missing: 9, empty: 0, blank: 1 },
    ])
    expect(silence.by_language).toEqual([
      { value: 'en', pages: 1, text: 5, missing: 5, empty: 5, blank: 5 },
      { value: 'pl', pages: 2, text: 10, missing: 3, empty: 2, blank: 1 },
      { value: null, pages: 3, text: 0, missing: 9, empty: 0, blank: 1 },
    ])
  })

  it('gives 40 parts, that of the unknown among them', async () => {
    const table = pages([
      ...Array.from({ length: 50 }, (_, at) => `('d${at}.example', NULL, NULL, 100, ${at}, 0, 0)`),
      `(NULL, NULL, NULL, 1, 0, 0, 0)`,
    ])
    const { by_domain } = available((await measure([], {}, table)).silence)
    expect(by_domain).toHaveLength(40)
    expect(by_domain[0]?.value).toBe('d49.example')
    expect(by_domain.at(-1)).toMatchObject({ value: null, pages: 1, text: 1 })
  })

  it('is not available without pages, and all 0 without a page', async () => {
    expect((await measure([])).silence).toHaveProperty('not_available')
    const none = `(SELECT * FROM ${pages([`('a', NULL, NULL, 1, 0, 0, 0)`])} WHERE false)`
    const silence = available((await measure([], {}, none)).silence)
    expect(silence).toEqual({
      total: { value: null, pages: 0, text: 0, missing: 0, empty: 0, blank: 0 },
      by_domain: [],
      by_language: [],
    })
  })
})

describe('templates', () => {
  const template = (
    domain: string,
    skeleton: number,
    rows: number,
    more: TestPair = {},
  ): readonly TestPair[] =>
    Array.from({ length: rows }, (_, at) => ({
      text: `Photo ${at % 15} of jane@mail.example`,
      domain,
      skeleton,
      ...more,
    }))

  it('are texts of 20 rows on one site', async () => {
    const pairs = [
      ...template('a.example', -5, 25, { cluster: 1 }),
      ...template('b.example', -5, 20, { cluster: 2, kept: false }),
      ...template('c.example', -5, 19, { cluster: 3 }),
      // Not known to have one or not.
      ...template('a.example', -5, 7, { domain: null, cluster: 4 }),
      { text: 'of no template', cluster: 5 },
    ]
    const templates = available((await measure(pairs)).templates)
    const all = clusterWilson([
      { k: 25, n: 25 },
      { k: 20, n: 20 },
      { k: 0, n: 19 },
    ])
    expect(templates.rate).toMatchObject({ k: 45, n: 64 })
    expect(templates.rate.low).toBeCloseTo(all?.low ?? Number.NaN, 12)
    expect(templates.kept_rate).toMatchObject({ k: 25, n: 44 })
    const example = 'Photo 0 of [e-mail]'
    expect(templates.top).toEqual([
      { domain: 'a.example', rows: 25, kept: 25, texts: 15, example },
      { domain: 'b.example', rows: 20, kept: 0, texts: 15, example },
    ])
  })

  it('gives the 50 largest, and the text of the first row whatever it is', async () => {
    const long = `<img onerror=alert(1)> ' ${'\u202e'} ${'w'.repeat(10_000)}`
    const pairs = [
      ...Array.from({ length: 60 }, (_, at) => template(`d${at}.example`, 7, 20 + at)).flat(),
      ...template('x.example', 8, 90, { text: long }),
    ]
    const { top } = available((await measure(pairs)).templates)
    expect(top).toHaveLength(50)
    expect(top.map(({ rows }) => rows)).toEqual([90, ...Array.from({ length: 49 }, (_, at) => 79 - at)])
    expect(top[0]?.example).toBe(long.slice(0, 300))
  })

  it('are not available without skeletons or sites', async () => {
    for (const knows of [{ skeleton: false }, { domain: false }])
      expect((await measure([], { knows })).templates).toHaveProperty('not_available')
  })
})

describe('kinds', () => {
  it('have rates of the kept, largest first; an unknown kind is none', async () => {
    const pairs = [
      { text_kind: 'title', kept: false, cluster: 1 },
      { text_kind: 'alt', cluster: 1 },
      { text_kind: 'alt', cluster: 2 },
      { text_kind: null },
    ]
    expect((await measure(pairs)).kinds).toEqual([
      { kind: 'alt', candidates: 2, kept: expect.objectContaining({ k: 2, n: 2, rate: 1 }) },
      { kind: 'title', candidates: 1, kept: { k: 0, n: 1, rate: 0, low: null, high: null } },
    ])
  })
})

describe('lengths', () => {
  it('are tenths of the candidates', async () => {
    const pairs = Array.from({ length: 100 }, (_, at) => ({ text: 'x'.repeat(at), kept: at >= 50 }))
    const { lengths } = await measure(pairs)
    expect(lengths.map(({ low, high, candidates, kept }) => [low, high, candidates, kept.k])).toEqual(
      Array.from({ length: 10 }, (_, tenth) => [10 * tenth, 10 * tenth + 10, 10, tenth >= 5 ? 10 : 0]),
    )
  })

  it('do not split a length, and are none of nothing', () => {
    // 60 of 100 without a text: six tenths at once. Cumulated: 60, 65, 100.
    const counts = [
      { length: 0, n: 60 },
      { length: 4, n: 5 },
      { length: 9, n: 35 },
    ]
    expect(tenthBounds(counts)).toEqual([1, 10])
    expect(tenthBounds([])).toEqual([])
  })
})

describe('length by score', () => {
  const SCORE = { column: 'similarity', model: 'm', toy: false, step: null, cut: 0.28 }

  it('counts cells of 8 code points and a round width', async () => {
    const pairs = [
      { text: 'x'.repeat(7), score: 0 },
      { text: '🐈'.repeat(7), score: 0.019 },
      { text: 'x'.repeat(8), score: 0.29 },
      { text: 'x'.repeat(5000), score: 1 },
      { text: 'x'.repeat(9), score: -0.0001 },
      { text: 'x', score: null },
      { text: '', score: 0.5 },
    ]
    const found = available((await measure(pairs, { score: SCORE })).length_by_score)
    // A range of 1.0001 in 50: .02 is one too narrow.
    expect(found).toEqual({
      score: 'similarity',
      score_width: 0.05,
      cells: [
        [0, 0, 2],
        [1, -1, 1],
        [1, 5, 1],
        [50, 20, 1],
      ],
    })
  })

  it('is not available without a score', async () => {
    expect((await measure([{ text: 'a', score: 1 }])).length_by_score).toHaveProperty('not_available')
    expect((await measure([{ text: 'a' }], { score: SCORE })).length_by_score).toHaveProperty('not_available')
  })
})

describe('personal', () => {
  it('counts texts with an address or a number', async () => {
    const { personal } = await measure([
      { text: 'jane@mail.example, +49 30 12345678' },
      { text: 'jane@mail.example', kept: false },
      { text: 'logo@2x.png' },
    ])
    expect(personal).toEqual([
      { kind: 'email', candidates: 2, kept: 1 },
      { kind: 'phone', candidates: 1, kept: 1 },
    ])
  })
})

it('says that there is no text', async () => {
  const found = await withTestPairs({ pairs: [], knows: { text: false } }, (inspected) =>
    measureAnatomy(inspected, { pages: null }),
  )
  expect(found).toEqual({ not_available: 'The rows have no text.' })
})

it('measures nothing of an empty run', async () => {
  const found = await measure([])
  expect(found.lengths).toEqual([])
  expect(found.classes.map(({ candidates }) => candidates)).toEqual(Array.from({ length: 6 }, () => NONE))
  expect(available(found.templates)).toEqual({ rate: NONE, kept_rate: NONE, top: [] })
})
