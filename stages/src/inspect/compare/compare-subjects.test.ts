import { compareSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import type { LexiconGroup, ScoreOfPairs } from '../pair-table.js'
import type { TestPair } from '../test-pairs.js'
import { compareSubjects } from './compare-subjects.js'
import { type TestSide, withTestSubjects } from './test-subjects.js'

const GROUPS: readonly LexiconGroup[] = [
  { id: 'gender.en.woman', axis: 'gender', label: 'woman words', lang: 'en' },
  { id: 'country.FR', axis: 'country', label: 'France', lang: null },
  { id: 'country.DE', axis: 'country', label: 'Germany', lang: null },
]

const compare = (a: TestSide, b: TestSide) =>
  withTestSubjects({ a, b }, (subjects) => compareSubjects(subjects, GROUPS))

function at(url: string, more: TestPair = {}): TestPair {
  return { url, text: 'a dog', language: 'en', script: 'Latn', ...more }
}

describe('compareSubjects', () => {
  it('counts URLs by who kept, cut or never saw them', async () => {
    const a = {
      pairs: [
        at('u1'),
        at('u2'),
        at('u2'),
        at('u3'),
        at('u4', { kept: false }),
        at('u5', { kept: false }),
        at('u6'),
        at(''),
      ],
    }
    // u6 twice, cut once: it was kept.
    const b = {
      pairs: [
        at('u1'),
        at('u3', { kept: false }),
        at('u4'),
        at('u7'),
        at('u8', { kept: false }),
        at('u6', { kept: false }),
        at('u6'),
        at(''),
      ],
    }
    const overlap = { both: 2, only_a: 2, only_b: 2, cut_by_b: 1, cut_by_a: 1 }
    const found = await compare(a, b)
    expect(found.overlap).toEqual(overlap)
    expect(compareSchema.parse(found)).toEqual(found)
    expect((await compare(a, { ...b, knows: { rejected: false } })).overlap).toEqual({
      ...overlap,
      cut_by_b: null,
    })
  })

  it('has the same rates on both', async () => {
    const a = {
      pairs: [
        at('u1', { cluster: 1, text_class: 'seo', sha256: 'x' }),
        at('u2', { cluster: 1, sha256: 'x' }),
        at('u3', { cluster: 2, sha256: 'y', language: null }),
        at('u4', { cluster: 2, sha256: 'x' }),
        at('u5', { cluster: 3, kept: false, sha256: 'y', text_class: 'seo' }),
        at('u6', { cluster: 3, text: '' }),
      ],
    }
    const found = await compare(a, { pairs: [at('u1')], knows: { rejected: false, sha256: false } })
    const of = (id: string) => found.rates.find((rate) => rate.id === id)
    const clustered = clusterWilson([
      { k: 2, n: 2 },
      { k: 2, n: 2 },
      { k: 1, n: 2 },
    ])
    expect(of('kept')).toMatchObject({ a: { k: 5, n: 6 }, b: null })
    expect(of('kept')?.a?.low).toBeCloseTo(clustered?.low ?? NaN, 12)
    expect(of('described')?.a).toMatchObject({ k: 3, n: 4 })
    expect(of('described')?.b).toMatchObject({ k: 1, n: 1 })
    expect(of('class:seo')?.a).toMatchObject({ k: 1, n: 4 })
    expect(of('language_known')?.a).toMatchObject({ k: 3, n: 4 })
    expect(of('duplicates')).toMatchObject({ a: { k: 2, n: 4 }, b: null })
    expect(found.rates.map(({ id }) => id)).toEqual([
      'kept',
      'described',
      ...['decorative', 'camera', 'generic', 'filename', 'seo'].map((name) => `class:${name}`),
      'language_known',
      'duplicates',
    ])
  })

  it('has shares of the kept, and their divergence', async () => {
    const repeat = (n: number, more: TestPair): readonly TestPair[] =>
      Array.from({ length: n }, (_, one) => at(`${JSON.stringify(more)} ${one}`, more))
    // (½, ½) against (¼, ¾): the example of hand: m = (3/8, 5/8).
    const a = {
      pairs: [
        ...repeat(10, { language: 'en' }),
        ...repeat(10, { language: 'pl' }),
        at('cut', { kept: false }),
      ],
    }
    const b = { pairs: [...repeat(5, { language: 'en' }), ...repeat(15, { language: 'pl' })] }
    const bits =
      0.5 * (0.5 * Math.log2(0.5 / 0.375) + 0.5 * Math.log2(0.5 / 0.625)) +
      0.5 * (0.25 * Math.log2(0.25 / 0.375) + 0.75 * Math.log2(0.75 / 0.625))
    const found = await compare(a, b)
    const language = found.shares.find(({ axis }) => axis === 'language')
    expect(language?.parts).toEqual([
      { value: 'pl', label: 'pl', a: 10, b: 15 },
      { value: 'en', label: 'en', a: 10, b: 5 },
    ])
    expect(language?.divergence).toBeCloseTo(bits, 12)
    expect(found.shares.map(({ axis, divergence }) => [axis, divergence])).toContainEqual(['tld', 0])
    expect(found.shares.find(({ axis }) => axis === 'text_class')?.parts).toEqual([
      { value: 'described', label: 'described', a: 20, b: 20 },
    ])
  })

  it('joins what is beyond 50 domains, so that parts add up', async () => {
    const a = {
      pairs: Array.from({ length: 100 }, (_, one) => at(`u${one}`, { domain: `d${one % 70}.example` })),
    }
    const b = { pairs: [at('v', { domain: 'B.example' }), at('w', { domain: null })] }
    const { shares } = await compare(a, b)
    const domain = shares.find(({ axis }) => axis === 'domain')
    const parts = domain?.parts ?? []
    expect(parts).toHaveLength(51)
    expect(parts.slice(0, 2)).toEqual([
      { value: '', label: 'not known', a: 0, b: 1 },
      { value: 'B.example', label: 'B.example', a: 0, b: 1 },
    ])
    expect(parts.at(-1)).toEqual({ value: '*', label: 'all others', a: 100 - 2 * 30 - 18, b: 0 })
    expect(domain?.divergence).toBe(1)
  })

  it('has groups without divergence, no small cells, and none of people where a toy judged', async () => {
    const pairs = Array.from({ length: 30 }, (_, one) => at(`u${one}`))
    const mention = (rows: number, group: number) =>
      Array.from({ length: rows }, (_, row) => [row, group] as const)
    const a = { pairs, mentions: [...mention(20, 0), ...mention(12, 1), ...mention(9, 2)] }
    const b = { pairs, mentions: [...mention(10, 0), ...mention(30, 2)] }
    const groupsOf = async (one: TestSide, other: TestSide) =>
      (await compare(one, other)).shares.find(({ axis }) => axis === 'group')
    const woman = { value: 'gender.en.woman', label: 'woman words', a: 20, b: 10 }
    const france = { value: 'country.FR', label: 'France', a: 12, b: 0 }
    expect(await groupsOf(a, b)).toEqual({ axis: 'group', divergence: null, parts: [woman, france] })
    const withToy = await groupsOf(a, { ...b, subject: { toy: true } })
    expect(withToy?.parts).toEqual([france])
  })

  it('says what must not be read against each other', async () => {
    const score: ScoreOfPairs = { column: 'similarity', model: 'clip-a', toy: false, step: 0, cut: 0.28 }
    const a = { pairs: [at('u1')], score, subject: { rows: 5000 } }
    const cautions = async (b: Partial<TestSide>) =>
      (await compare(a, { pairs: [at('u1')], score, ...b, subject: { rows: 5000, ...b.subject } })).cautions
    expect(await cautions({})).toEqual([])
    expect(await cautions({ score: { ...score, model: 'clip-b' } })).toEqual([
      'Scores of first come from clip-a, those of second from clip-b. A number of one scale means nothing on the other: ' +
        'compare what was kept, not scores or thresholds.',
    ])
    expect(await cautions({ score: { ...score, cut: 0.3 } })).toEqual([
      'The same scorer, other thresholds: 0.28 and 0.3.',
    ])
    expect(await cautions({ score: null })).toEqual([expect.stringContaining('second has no scores')])
    expect(await cautions({ knows: { rejected: false } })).toEqual([
      'second keeps no record of what it rejected: only what it kept can be compared.',
    ])
    expect(await cautions({ subject: { toy: true, kind: 'parquet', rows: 3 } })).toEqual([
      expect.stringContaining('first is a run'),
      expect.stringContaining('A toy model judged second'),
      'second has 3 rows: read the intervals.',
    ])
    expect(await cautions({ pairs: [at('u1', { language: null })] })).toEqual([
      'Of language at least one of the two knows nothing.',
    ])
  })

  it('is done with nothing', async () => {
    const found = await compare({ pairs: [] }, { pairs: [] })
    expect(compareSchema.parse(found)).toEqual(found)
    expect(found.overlap).toEqual({ both: 0, only_a: 0, only_b: 0, cut_by_b: 0, cut_by_a: 0 })
    expect(found.shares.every(({ divergence }) => divergence === null)).toBe(true)
    expect(found.models).toBeNull()
  })
})
