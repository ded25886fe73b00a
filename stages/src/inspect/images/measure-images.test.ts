import { type ImagesSection, imagesSchema, isAvailable } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { type ImagesOptions, measureImages } from './measure-images.js'

async function measure(
  pairs: readonly TestPair[],
  options: Partial<ImagesOptions> = {},
  world: Partial<TestWorld> = {},
): Promise<ImagesSection> {
  const found = await withTestPairs({ pairs, ...world }, (inspected) =>
    measureImages(inspected, { heads: [], tags: [], ...options }),
  )
  return imagesSchema.parse(found)
}

const table = (rows: readonly (readonly [key: string, value: string])[]): string =>
  `(SELECT * FROM (VALUES ${rows.map(([key, value]) => `('${key}', ${value})`).join(', ')}) AS t("key", value))`
const SHA = (digit: string): string => digit.repeat(64)

describe('sizes and aspects', () => {
  it('are counted in half-doublings and tenths of the logarithm', async () => {
    const { sizes, aspects } = await measure([
      { width: 1, height: 1 },
      { width: 512, height: 512 },
      // 512·√2 is 724.07.
      { width: 724, height: 512, kept: false },
      { width: 725, height: 512 },
      { width: 512, height: 1024 },
      { width: 0, height: 5 },
      { width: null, height: null },
    ])
    expect(sizes).toEqual({
      cells: [
        [0, 0, 1, 1],
        [18, 18, 2, 1],
        [18, 20, 1, 1],
        [19, 18, 1, 1],
      ],
    })
    // ln 2 is .693, ln(724/512) .346, ln(725/512) .348.
    expect(aspects).toEqual({
      width: 0.1,
      all: { first: -7, counts: [1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 2] },
      kept: { first: -7, counts: [1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1] },
    })
  })

  it('stand the largest sizes', async () => {
    const { sizes, aspects } = await measure([{ width: 2_147_483_647, height: 1 }])
    // 2^31 - 1; ln of it is 21.48.
    expect(sizes).toEqual({ cells: [[61, 0, 1, 1]] })
    expect(aspects).toMatchObject({ all: { first: 214, counts: [1] } })
  })
})

describe('duplicates', () => {
  it('are pictures at several URLs', async () => {
    const { duplicates } = await measure([
      { sha256: SHA('a'), url: 'u:1', text: 'write to jane@mail.example', domain: 'x.example' },
      { sha256: SHA('a'), url: 'u:2', text: 'a cat', domain: 'y.example', kept: false },
      { sha256: SHA('a'), url: 'u:2', text: 'a cat', domain: 'y.example' },
      { sha256: SHA('b'), url: 'u:3', text: 'dog' },
      { sha256: SHA('b'), url: 'u:4', text: 'dog' },
      // One URL, two rows: not repeated.
      { sha256: SHA('c'), url: 'u:5', text: 'one' },
      { sha256: SHA('c'), url: 'u:5', text: 'two' },
      { sha256: SHA('d'), url: 'u:6' },
      { sha256: null, url: 'u:7' },
      { sha256: SHA('e'), url: '' },
      { sha256: SHA('e'), url: '', text: 'told not where' },
    ])
    expect(duplicates).toEqual({
      pictures: 5,
      rows: 10,
      repeated: 3,
      repeated_rows: 7,
      differing_texts: 1,
      sizes: [
        [1, 2],
        [2, 3],
      ],
      top: [
        { sha256: SHA('a'), rows: 3, texts: 2, domains: 2, example: 'write to [e-mail]' },
        { sha256: SHA('b'), rows: 2, texts: 1, domains: 1, example: 'dog' },
        { sha256: SHA('e'), rows: 2, texts: 1, domains: 1, example: '' },
      ],
    })
  })

  it('join the largest, and give the 50 largest', async () => {
    const pairs = Array.from({ length: 60 }, (_, picture) =>
      Array.from({ length: picture + 2 }, (_, at) => ({
        sha256: `${100 + picture}`,
        url: `u:${picture}/${at}`,
      })),
    ).flat()
    const { duplicates } = await measure(pairs)
    if (!isAvailable(duplicates)) throw new Error('Expected duplicates')
    expect(duplicates.sizes).toEqual([...Array.from({ length: 18 }, (_, at) => [at + 2, 1]), [20, 42]])
    expect(duplicates.top.map(({ rows }) => rows)).toEqual(Array.from({ length: 50 }, (_, at) => 61 - at))
  })
})

describe('heads', () => {
  const head = { column: 'aesthetic', by: 'head', toy: false, cuts: ['aesthetic >= 5'] }

  it('are binned by a round width; what has a picture and no number is missing', async () => {
    const pairs = [
      { key: '1', sha256: SHA('a') },
      { key: '2', sha256: SHA('b'), kept: false },
      { key: '3', sha256: SHA('c') },
      { key: '4', sha256: SHA('d') },
      { key: '5', sha256: SHA('e') },
      // Was never fetched.
      { key: '6', sha256: null },
      { key: null, sha256: SHA('f') },
    ]
    const values = table([
      ['1', '0.29'],
      ['2', '1'],
      ['3', '0'],
      ['4', `'NaN'::DOUBLE`],
    ])
    const { heads } = await measure(pairs, { heads: [{ ...head, table: values }] })
    const [found] = heads
    expect(found).toMatchObject({
      column: 'aesthetic',
      by: 'head',
      toy: false,
      width: 0.01,
      missing: 2,
      cuts: head.cuts,
    })
    expect(found?.all.first).toBe(0)
    expect(found?.all.counts.flatMap((n, bin) => (n > 0 ? [bin] : []))).toEqual([0, 29, 100])
    expect(found?.kept).toEqual({ first: 0, counts: [1, ...new Array(28).fill(0), 1] })
    const unhashed = await measure(
      pairs,
      { heads: [{ ...head, table: values }] },
      { knows: { sha256: false } },
    )
    expect(unhashed.heads[0]?.missing).toBe(3)
  })

  it('are empty where nothing is a number', async () => {
    const { heads } = await measure([{ key: '1', sha256: SHA('a') }], {
      heads: [
        {
          ...head,
          table: table([
            ['1', `'a'`],
            ['2', 'NULL'],
          ]),
        },
      ],
    })
    expect(heads[0]).toMatchObject({ width: 1, all: { first: 0, counts: [] }, missing: 1 })
  })
})

describe('tags', () => {
  const tag = { column: 'label', by: 'zero-shot', toy: true }

  it('are the most frequent values with the share of their rows that was kept', async () => {
    const pairs = Array.from({ length: 6 }, (_, at) => ({ key: `${at}`, kept: at < 3, cluster: at % 2 }))
    const values = table([
      ['0', `'cat'`],
      ['1', `'cat'`],
      ['4', `'cat'`],
      ['2', `'o''dog <b>'`],
      ['0', `'o''dog <b>'`],
      ['5', 'NULL'],
      ['9', `'of nobody'`],
    ])
    const { tags } = await measure(pairs, { tags: [{ ...tag, table: values }] })
    const cat = clusterWilson([
      { k: 1, n: 2 },
      { k: 1, n: 1 },
    ])
    expect(tags).toEqual([
      {
        ...tag,
        values: [
          { value: 'cat', rows: 3, kept: expect.objectContaining({ k: 2, n: 3 }) },
          { value: "o'dog <b>", rows: 2, kept: { k: 2, n: 2, rate: 1, low: null, high: null } },
        ],
      },
    ])
    expect(tags[0]?.values[0]?.kept.low).toBeCloseTo(cat?.low ?? Number.NaN, 12)
  })

  it('are at most 60, cut to 100 code points', async () => {
    const pairs = Array.from({ length: 70 }, (_, at) => ({ key: `${at}` }))
    const values = table(pairs.map(({ key }) => [key, `'${'x'.repeat(200)}${key}'`]))
    const { tags } = await measure(pairs, { tags: [{ ...tag, table: values }] })
    expect(tags[0]?.values).toEqual([
      { value: 'x'.repeat(100), rows: 70, kept: expect.objectContaining({ n: 70 }) },
    ])
    const many = table(pairs.map(({ key }) => [key, `'t${key}'`]))
    const found = await measure(pairs, {
      tags: [
        { ...tag, table: many },
        { ...tag, table: table([['none', 'NULL']]) },
      ],
    })
    expect(found.tags.map((one) => one.values.length)).toEqual([60, 0])
  })
})

it('says what is not known', async () => {
  const found = await measure([], {}, { knows: { size: false, sha256: false } })
  for (const part of [found.sizes, found.aspects, found.duplicates])
    expect(part).toHaveProperty('not_available')
})

it('measures nothing of an empty run', async () => {
  const { sizes, aspects, duplicates } = await measure([])
  expect(sizes).toEqual({ cells: [] })
  expect(aspects).toMatchObject({ all: { first: 0, counts: [] } })
  expect(duplicates).toEqual({
    pictures: 0,
    rows: 0,
    repeated: 0,
    repeated_rows: 0,
    differing_texts: 0,
    sizes: [],
    top: [],
  })
})
