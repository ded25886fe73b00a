import { type SourcesSection, sourcesSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { measureSources } from './measure-sources.js'

async function measure(pairs: readonly TestPair[], world: Partial<TestWorld> = {}): Promise<SourcesSection> {
  return sourcesSchema.parse(await withTestPairs({ pairs, ...world }, measureSources))
}

const rows = (n: number, pair: TestPair): readonly TestPair[] => Array.from({ length: n }, () => pair)

const PAIRS = [
  ...rows(3, { domain: 'a.pl', cluster: 0, site_kind: 'shop', language: 'pl' }),
  ...rows(3, { domain: 'a.pl', cluster: 0, site_kind: 'shop', language: 'pl', kept: false }),
  ...rows(2, { domain: 'b.co.uk', cluster: 1, language: 'en' }),
  ...rows(1, { domain: 'c.pl', cluster: 2, kept: false }),
  ...rows(1, { domain: '192.0.2.7', cluster: 3 }),
  ...rows(1, { domain: 'localhost', cluster: 4 }),
  ...rows(1, { domain: null, cluster: 5 }),
]

describe('measureSources', () => {
  it('measures domains, last labels and languages before and after', async () => {
    const { concentration, lorenz } = await measure(PAIRS)
    expect(
      concentration.map(({ axis, before, after }) => [
        axis,
        before.rows,
        before.parts,
        after.rows,
        after.parts,
      ]),
    ).toEqual([
      ['domain', 11, 5, 7, 4],
      ['tld', 9, 2, 5, 2],
      ['language', 8, 2, 5, 2],
    ])
    const [domain, tld] = concentration
    // Before 1, 1, 1, 2, 6 of 11; after 1, 1, 2, 3 of 7.
    expect(domain?.before.hhi).toBeCloseTo((3 + 4 + 36) / 121, 14)
    expect(domain?.after.hhi).toBeCloseTo((1 + 1 + 4 + 9) / 49, 14)
    expect(domain?.before.top1).toBeCloseTo(6 / 11, 14)
    expect(tld?.before.top1).toBeCloseTo(7 / 9, 14)
    expect([lorenz.before[60], lorenz.before[80], lorenz.after[50]]).toEqual([3 / 11, 5 / 11, 2 / 7])
    expect([lorenz.before.length, lorenz.after.length]).toEqual([101, 101])
  })

  it('lists domains without an interval, last labels and kinds of sites with one', async () => {
    const { domains, tlds, site_kinds } = await measure(PAIRS)
    expect(domains.map(({ value, candidates, kept }) => [value, candidates, kept])).toEqual([
      ['a.pl', 6, 3],
      ['b.co.uk', 2, 2],
      ['192.0.2.7', 1, 1],
      ['c.pl', 1, 0],
      ['localhost', 1, 1],
    ])
    expect(domains[0]?.rate).toEqual({ k: 3, n: 6, rate: 0.5, low: null, high: null })
    expect(tlds.map(({ value, candidates, kept }) => [value, candidates, kept])).toEqual([
      ['pl', 7, 3],
      ['uk', 2, 2],
      [null, 3, 3],
    ])
    const polish = clusterWilson([
      { k: 3, n: 6 },
      { k: 0, n: 1 },
    ])
    expect(tlds[0]?.rate.low).toBeCloseTo(polish?.low ?? Number.NaN, 12)
    expect(tlds[0]?.rate.high).toBeCloseTo(polish?.high ?? Number.NaN, 12)
    expect(site_kinds.map(({ value, candidates, kept }) => [value, candidates, kept])).toEqual([
      ['other', 6, 5],
      ['shop', 6, 3],
    ])
  })

  it('lists those with most candidates and those with most kept', async () => {
    const pairs = [
      ...Array.from({ length: 60 }, (_, at) =>
        rows(3, { domain: `cut${10 + at}.example`, kept: false }),
      ).flat(),
      ...Array.from({ length: 60 }, (_, at) => rows(2, { domain: `kept${10 + at}.example` })).flat(),
    ]
    const { domains } = await measure(pairs)
    expect(domains).toHaveLength(100)
    expect([domains[0]?.value, domains[49]?.value]).toEqual(['cut10.example', 'cut59.example'])
    expect([domains[50]?.value, domains[99]?.value]).toEqual(['kept10.example', 'kept59.example'])
  })

  it('lists 50 last labels', async () => {
    const pairs = Array.from({ length: 70 }, (_, at) => ({ domain: `a.t${at < 9 ? '0' : ''}${at + 1}` }))
    expect((await measure(pairs)).tlds.map(({ value }) => value)).toEqual(
      Array.from({ length: 50 }, (_, at) => `t${at < 9 ? '0' : ''}${at + 1}`),
    )
  })

  it('claims no rate where cut rows are not there', async () => {
    const { tlds, site_kinds } = await measure(
      [
        { domain: 'a.pl', cluster: 0 },
        { domain: 'b.pl', cluster: 1 },
      ],
      {
        knows: { rejected: false },
      },
    )
    const all = { k: 2, n: 2, rate: 1, low: null, high: null }
    expect([tlds[0]?.rate, site_kinds[0]?.rate]).toEqual([all, all])
  })

  it('measures nothing of nothing, and says when sites are not known', async () => {
    const { domains, lorenz, concentration } = await measure([])
    expect([domains, lorenz]).toEqual([[], { before: [], after: [] }])
    expect(concentration[0]?.before).toMatchObject({ rows: 0, gini: null })
    const found = await withTestPairs({ pairs: [], knows: { domain: false } }, measureSources)
    expect(found).toEqual({ not_available: 'The rows do not tell their site.' })
  })
})
