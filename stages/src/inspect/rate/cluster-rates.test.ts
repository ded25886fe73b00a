import { describe, expect, it } from 'vitest'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import { createUniform, drawDomains } from '../../statistics/simulated-clusters.js'
import { withTestPairs } from '../test-pairs.js'
import { clusterRate, clusterRates, clusterShares, ratesOfCells } from './cluster-rates.js'

type Row = readonly [part: string | null, cluster: number, k: number, n: number]
const table = (rows: readonly Row[]): string =>
  `SELECT * FROM (VALUES ${rows.map(([part, ...rest]) => `(${part === null ? 'NULL' : `'${part}'`}, ${rest.join(', ')})`).join(', ')}) AS t(part, cluster, k, n)`

describe('ratesOfCells', () => {
  it('has the intervals of clusterWilson, 40 draws of 3 to 300 clusters', async () => {
    const uniform = createUniform(11)
    const rows = Array.from({ length: 40 }, (_, draw) => {
      const domains = drawDomains(
        {
          domains: 3 + Math.floor(300 * uniform() ** 3),
          groups: 1,
          rate: 0.02 + 0.96 * uniform(),
          correlation: 0.01 + 0.9 * uniform(),
          effect: 1,
          favour: 1,
        },
        uniform,
      )
      return domains.map(({ all }, cluster): Row => [`draw ${draw}`, cluster, all.k, all.n])
    })
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      const found = await ratesOfCells(duck, table(rows.flat()))
      expect(found.size).toBe(40)
      for (const [draw, cells] of rows.entries()) {
        const expected = clusterWilson(cells.map(([, , k, n]) => ({ k, n })))
        const rate = found.get(`draw ${draw}`)
        expect(Math.abs((rate?.low ?? 9) - (expected?.low ?? 0))).toBeLessThan(1e-9)
        expect(Math.abs((rate?.high ?? 9) - (expected?.high ?? 0))).toBeLessThan(1e-9)
      }
    })
  })

  it.each<[string, readonly (readonly [k: number, n: number])[]]>([
    [
      'nothing passed',
      [
        [0, 100],
        [0, 3],
        [0, 20],
      ],
    ],
    [
      'all passed',
      [
        [7, 7],
        [50, 50],
      ],
    ],
    [
      'all clusters alike',
      [
        [1, 2],
        [2, 4],
        [1, 2],
      ],
    ],
    [
      'all of one cluster',
      [
        [5, 5],
        [0, 5],
      ],
    ],
    [
      'large',
      [
        [9_000_000, 10_000_000],
        [3, 4],
        [1, 900],
      ],
    ],
  ])('is clusterWilson at the edges: %s', async (_, clusters) => {
    const expected = clusterWilson(clusters.map(([k, n]) => ({ k, n })))
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      const rows = clusters.map(([k, n], cluster): Row => [null, cluster, k, n])
      const rate = (await ratesOfCells(duck, table(rows))).get(null)
      expect(rate?.low).toBeCloseTo(expected?.low ?? Number.NaN, 12)
      expect(rate?.high).toBeCloseTo(expected?.high ?? Number.NaN, 12)
    })
  })

  it('has no interval for one cluster', async () => {
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      const found = await ratesOfCells(duck, table([['a', 1, 2, 8]]))
      expect(found).toEqual(new Map([['a', { k: 2, n: 8, rate: 0.25, low: null, high: null }]]))
    })
  })
})

const PAIRS = [
  { language: 'en', kept: true, cluster: 1 },
  { language: 'en', kept: false, cluster: 1 },
  { language: 'en', kept: true, cluster: 2 },
  { language: null, kept: true, cluster: 2 },
  { language: "o'", kept: false, cluster: 3, score: 1 },
]

describe('clusterRates', () => {
  it('counts by part, NULL among them, largest first', async () => {
    await withTestPairs({ pairs: PAIRS }, async ({ duck }) => {
      const found = await clusterRates(duck, { of: 'kept', among: 'true', by: 'language' })
      expect([...found].map(([part, { k, n }]) => [part, k, n])).toEqual([
        ['en', 2, 3],
        ["o'", 0, 1],
        [null, 1, 1],
      ])
      const english = clusterWilson([
        { k: 1, n: 2 },
        { k: 1, n: 1 },
      ])
      expect(found.get('en')?.low).toBeCloseTo(english?.low ?? Number.NaN, 12)
    })
  })

  it('leaves out parts below the minimum, and rows whose predicate is NULL', async () => {
    await withTestPairs({ pairs: PAIRS }, async ({ duck }) => {
      const large = await clusterRates(duck, { of: 'kept', among: 'true', by: 'language', minimum: 2 })
      expect([...large.keys()]).toEqual(['en'])
      expect(await clusterRate(duck, { of: 'score > 0', among: "language = 'en'" })).toMatchObject({
        k: 0,
        n: 3,
      })
      expect(await clusterRate(duck, { of: 'true', among: 'score > 0' })).toMatchObject({ k: 1, n: 1 })
    })
  })

  it('has one rate without a row', async () => {
    await withTestPairs({ pairs: [] }, async ({ duck }) => {
      const none = { k: 0, n: 0, rate: null, low: null, high: null }
      expect(await clusterRates(duck, { of: 'kept', among: 'true', by: null })).toEqual(
        new Map([[null, none]]),
      )
      expect(await clusterRates(duck, { of: 'kept', among: 'true', by: 'language' })).toEqual(new Map())
      expect(await clusterRate(duck, { of: 'kept', among: 'true' })).toEqual(none)
    })
  })
})

describe('clusterShares', () => {
  it('counts the clusters that a part is not in', async () => {
    await withTestPairs({ pairs: PAIRS }, async ({ duck }) => {
      const found = await clusterShares(duck, { among: 'true', by: 'language', parts: ['en', 'fr'] })
      expect(found.size).toBe(4)
      expect(found.get('fr')).toMatchObject({ k: 0, n: 5, rate: 0, low: 0 })
      const english = clusterWilson([
        { k: 2, n: 2 },
        { k: 1, n: 2 },
        { k: 0, n: 1 },
      ])
      const unknown = clusterWilson([
        { k: 0, n: 2 },
        { k: 1, n: 2 },
        { k: 0, n: 1 },
      ])
      expect(found.get('en')).toMatchObject({ k: 3, n: 5 })
      expect(found.get('en')?.high).toBeCloseTo(english?.high ?? Number.NaN, 12)
      expect(found.get(null)).toMatchObject({ k: 1, n: 5 })
      expect(found.get(null)?.low).toBeCloseTo(unknown?.low ?? Number.NaN, 12)
    })
  })
})
