import { groupsSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { clusterMantelHaenszel, type StratumRows } from '../../statistics/cluster-mantel-haenszel.js'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import { clusterRateRatio } from '../../statistics/cluster-rate-ratio.js'
import { createUniform } from '../../statistics/simulated-clusters.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import type { MatchedGroup } from './match-groups.js'
import { type MeasureGroupsOptions, measureGroups } from './measure-groups.js'
import { rounded } from './round-figures.js'
import { block, FILTERS, joinBlocks, mentioned } from './test-world.js'

async function measure(world: TestWorld, groups: readonly MatchedGroup[], options?: MeasureGroupsOptions) {
  return withTestPairs({ steps: FILTERS.slice(0, 1), ...world }, async (inspected) => {
    const section = await measureGroups(inspected, groups, options)
    expect(groupsSchema.parse(section)).toEqual(section)
    const left = await inspected.duck.rows(
      `SELECT table_name FROM duckdb_tables() WHERE table_name NOT IN ('pairs', 'mentions')`,
    )
    expect(left).toEqual([])
    return {
      ...section,
      of: (id: string, step = 's0') =>
        section.exclusions.find((one) => one.group === id && one.step === step),
      group: (id: string) => section.groups.find((one) => one.id === id),
    }
  })
}

const FRANCE = mentioned('country.FR', 'en', 'tr')
const WOMAN = mentioned('gender.en.woman', 'en')
const [EN, TR] = [
  { stratum: 0, language: 'en' },
  { stratum: 20, language: 'tr' },
]

describe('measureGroups', () => {
  it('finds no effect within languages where language alone made one, and says both', async () => {
    // One in ten English texts is cut, half the Turkish ones; most texts of the group are Turkish.
    const world = joinBlocks([
      [block(100, 10, EN), 0],
      [block(900, 90, EN)],
      [block(300, 150, TR), 0],
      [block(100, 50, TR)],
      // No lexicon of the group is in this language.
      [block(500, 500, { stratum: 40, language: 'de' })],
    ])
    const { of, group } = await measure(world, [FRANCE])
    const found = of('country.FR')
    expect(found?.group_rate).toMatchObject({ k: 160, n: 400, rate: 0.4 })
    expect(found?.rest_rate).toMatchObject({ k: 140, n: 1000, rate: 0.14 })
    expect(found?.difference?.difference).toBe(0.26)
    expect(found?.crude?.ratio).toBe(rounded(160.5 / 400.5 / (140.5 / 1000.5)))
    expect(found?.crude?.low).toBeGreaterThan(1.11)
    expect(found?.adjusted?.ratio).toBe(1)
    expect(found?.strata).toMatchObject({ strata: 2 })
    expect(found?.flagged).toBe(false)
    expect(group('country.FR')).toMatchObject({ candidates: 400, kept: 240, lang: null, people: false })
    expect(group('country.FR')?.amplification?.ratio).toBe(rounded(0.6 / (1100 / 1400)))
  })

  it('recovers a planted ratio that all strata share, and flags it', async () => {
    const world = joinBlocks([
      [block(100, 30, EN), 0],
      [block(900, 180, EN)],
      [block(300, 180, TR), 0],
      [block(500, 200, TR)],
    ])
    const found = (await measure(world, [FRANCE])).of('country.FR')
    expect(found?.adjusted?.ratio).toBe(1.5)
    expect(found?.status).toBe('measured')
    expect(found?.q).toBe(found?.adjusted?.p)
    expect(found?.flagged).toBe(true)
  })

  it('compares a lexicon with texts of its own language only', async () => {
    const world = joinBlocks([[block(100, 40, EN), 0], [block(200, 40, EN)], [block(900, 900, TR)]])
    const { of, group } = await measure(world, [WOMAN])
    expect(of(WOMAN.id)?.rest_rate).toMatchObject({ k: 40, n: 200 })
    expect(group(WOMAN.id)?.amplification?.ratio).toBe(rounded(0.6 / (220 / 300)))
    expect(group(WOMAN.id)).toMatchObject({ lang: 'en', people: true })
  })

  it('refuses a mention in another language than its group', async () => {
    const world = joinBlocks([[block(100, 40, TR), 0], [block(200, 40, EN)]])
    await expect(measure(world, [WOMAN])).rejects.toThrow(RangeError)
  })

  it('equals the functions of objects on random rows of four strata', async () => {
    const uniform = createUniform(8)
    const world = joinBlocks(
      Array.from({ length: 1500 }, () => {
        const [cluster, stratum] = [Math.floor(60 * uniform() ** 2), Math.floor(uniform() * 4)]
        const inGroup = uniform() < 0.2 + 0.1 * stratum
        const cut = uniform() < 0.2 + 0.1 * stratum + (cluster % 3) * 0.1 ? 1 : 0
        const rows = block(1, cut, { cluster, stratum: stratum * 20 })
        return inGroup ? [rows, 0] : [rows]
      }),
    )
    const found = (await measure(world, [WOMAN])).of(WOMAN.id)
    const rows = asObjects(world)
    const adjusted = clusterMantelHaenszel(rows)
    const crude = clusterRateRatio(sumClusters(rows))
    const rate = clusterWilson(sumClusters(rows).map(({ first }) => first))
    for (const [got, expected] of [
      [found?.adjusted?.ratio, adjusted?.ratio],
      [found?.adjusted?.low, adjusted?.low],
      [found?.adjusted?.high, adjusted?.high],
      [found?.adjusted?.p, adjusted?.p],
      [found?.crude?.ratio, crude?.ratio],
      [found?.crude?.high, crude?.high],
      [found?.group_rate?.low, rate?.low],
    ])
      expect(got).toBe(rounded(expected ?? Number.NaN))
    expect(found?.adjusted?.clusters).toBe(adjusted?.clusters)
  })

  it('counts a shadow row at its first filter in the main figures, at every filter in the shadow ones', async () => {
    const seen: TestPair = { in_shadow: true, saw: 3, saw_all: 3 }
    const passed: TestPair = { ...seen, kept: true, left_phase: 5, left_step: -1, cut: 0, cut_all: 0 }
    const cutByBoth: TestPair = {
      ...seen,
      shadow: true,
      kept: false,
      left_phase: 4,
      saw: 1,
      cut: 1,
      cut_all: 3,
    }
    const cutBySecond: TestPair = { ...seen, kept: false, left_phase: 4, left_step: 1, cut: 2, cut_all: 2 }
    const world = joinBlocks([
      [block(60, 0, cutByBoth), 0],
      [block(20, 0, cutBySecond), 0],
      [block(40, 0, passed), 0],
      [block(50, 0, cutByBoth)],
      [block(60, 0, cutBySecond)],
      [block(150, 0, passed)],
      // Not in the sample: nobody knows what the second filter would have done.
      [block(100, 100)],
    ])
    const { of } = await measure({ ...world, steps: FILTERS }, [WOMAN])
    expect(of(WOMAN.id, 's0')).toMatchObject({
      group_rate: { k: 60, n: 120 },
      rest_rate: { k: 150, n: 360 },
      shadow: { group_rate: { k: 60, n: 120 }, rest_rate: { k: 50, n: 260 } },
    })
    expect(of(WOMAN.id, 's1')).toMatchObject({
      group_rate: { k: 20, n: 60 },
      rest_rate: { k: 60, n: 210 },
      shadow: { group_rate: { k: 80, n: 120 }, rest_rate: { k: 110, n: 260 } },
    })
    expect(of(WOMAN.id, 's0')?.shadow?.crude?.ratio).toBe(rounded(60.5 / 120.5 / (50.5 / 260.5)))
  })
})

describe('measureGroups withholds', () => {
  const rows = joinBlocks([
    [block(100, 40, { domain: 'a.example' }), 0, 1],
    [block(200, 40, { domain: 'b.test' }), 2],
    [block(301, 40, { ...TR, domain: 'b.test' })],
  ])

  it('groups of people where a toy judged, but not languages, countries or domains', async () => {
    const groups = [WOMAN, mentioned('country.PL', 'en'), mentioned('brand.en.x', 'en')]
    const toy = await measure({ ...rows, subject: { toy: true } }, groups)
    expect(toy.withheld).toMatch(/brand, gender/)
    const ids = [...new Set(toy.exclusions.map(({ group }) => group))]
    expect(ids).toEqual(['country.PL', 'language:tr', 'language:en', 'tld:test', 'tld:example'])
    expect(toy.groups.map(({ id }) => id)).toEqual(ids)
    expect(JSON.stringify([toy.groups, toy.exclusions, toy.families])).not.toMatch(/woman|brand/)
    expect(toy.occupations).toBeNull()
    const real = await measure(rows, groups)
    expect(real.withheld).toBeNull()
    expect(real.group(WOMAN.id)).toMatchObject({ candidates: 100 })
  })

  it('counts under 10, ratios under 50 rows, 10 expected or 5 domains', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'].map((one) => mentioned(`age.en.${one}`, 'en'))
    const { of, group, families } = await measure(
      joinBlocks([
        [block(9, 3), 0],
        [block(49, 20), 1],
        [block(50, 1), 2],
        [block(400, 20), 3],
        [block(100, 20, { cluster: 3 }), 4],
        [block(900, 90)],
      ]),
      ids,
    )
    expect(group('age.en.a')).toBeUndefined()
    expect(of('age.en.a', 'all')).toBeUndefined()
    // 49 rows: only the row of all steps, with rates and no ratio.
    expect(of('age.en.b')).toBeUndefined()
    const nothing = { status: 'too_few', crude: null, adjusted: null, difference: null, q: null }
    expect(of('age.en.b', 'all')).toMatchObject({ ...nothing, group_rate: { k: 20, n: 49 } })
    expect(group('age.en.b')).toMatchObject({ candidates: 49, amplification: null, by_phase: [] })
    // 154 of 1508 are cut: of 50 rows 5 are expected, of 400 rows 41.
    expect(of('age.en.c', 'all')).toMatchObject({ ...nothing, group_rate: { k: 1, n: 50 } })
    expect(of('age.en.d')?.status).toBe('measured')
    expect(of('age.en.e', 'all')).toMatchObject({ ...nothing, group_rate: { k: 20, n: 100, low: null } })
    // At a single step there is no row for c and e.
    expect([of('age.en.c'), of('age.en.e')]).toEqual([undefined, undefined])
    expect(families).toContainEqual({ axis: 'age', step: 's0', tests: 1, too_few: 2 })
    expect(families).toContainEqual({ axis: 'age', step: 'all', tests: 1, too_few: 0 })
  })

  it('both counts of a small cell, and neither where one of them is large', async () => {
    const ids = ['a', 'b', 'c', 'd'].map((one) => mentioned(`age.en.${one}`, 'en'))
    const { of, group } = await measure(
      joinBlocks([
        [block(18, 9), 0],
        [block(19, 9), 1],
        [block(300, 0), 2],
        [block(12, 12), 3],
        [block(900, 90)],
      ]),
      ids,
    )
    expect([group('age.en.a'), of('age.en.a', 'all')]).toEqual([undefined, undefined])
    expect(group('age.en.b')).toMatchObject({ candidates: 19, kept: 10 })
    expect(of('age.en.b', 'all')?.group_rate).toMatchObject({ k: 9, n: 19 })
    expect(of('age.en.c', 'all')?.group_rate).toMatchObject({ k: 0, n: 300 })
    expect(of('age.en.d', 'all')?.group_rate).toMatchObject({ k: 12, n: 12 })
  })

  it('counts where those of the rest are small', async () => {
    const { of } = await measure(joinBlocks([[block(100, 40), 0], [block(17, 8)]]), [WOMAN])
    expect(of(WOMAN.id, 'all')).toMatchObject({ status: 'too_few', group_rate: null, rest_rate: null })
  })
})

describe('measureGroups looks at axes', () => {
  it('of languages without the strata of language, of domains with them', async () => {
    // Stratum 1 and 21: another kind of site, in two languages.
    const { of, groups } = await measure(
      joinBlocks([
        [block(100, 40, { language: 'en', stratum: 0, domain: 'a.Example', script: 'Latn' })],
        [block(100, 20, { language: 'en', stratum: 1, domain: '10.0.0.1', script: 'Latn' })],
        [block(60, 12, { language: 'tr', stratum: 20, domain: 'a.test', script: 'Latn' })],
        [block(60, 6, { language: 'tr', stratum: 21, domain: 'b.test', script: 'Cyrl' })],
        [block(70, 7, { language: null, stratum: 41, domain: null, script: null })],
        [block(49, 7, { language: 'sv', stratum: 41, domain: 'a.se', script: null })],
      ]),
      [],
    )
    expect(groups.map(({ id, label, candidates }) => [id, label, candidates])).toEqual([
      ['language:en', 'en', 200],
      ['language:tr', 'tr', 120],
      ['language:', 'not known', 70],
      ['script:Latn', 'Latn', 260],
      ['script:Cyrl', 'Cyrl', 60],
      ['tld:test', 'test', 120],
      ['tld:example', 'example', 100],
    ])
    // By kind of site: 40 of 100 against 12 of 60; 20 of 100 against 20 of 179.
    const r = (40 * 60) / 160 + (20 * 179) / 279
    const s = (12 * 100) / 160 + (20 * 100) / 279
    expect(of('language:en')?.adjusted?.ratio).toBe(rounded(r / s))
    // Nothing else is in the strata of these domains' languages and kinds.
    expect(of('tld:example')?.adjusted).toBeNull()
    expect(of('tld:example')?.crude?.ratio).toBe(rounded(40.5 / 100.5 / (52.5 / 339.5)))
  })

  it('of at most 40 values, and of no language where none is known', async () => {
    const many = joinBlocks(
      Array.from({ length: 42 }, (_, at) => [block(50 + at, 5, { domain: `x.d${at}`, language: null })]),
    )
    const { groups } = await measure(many, [])
    expect(groups).toHaveLength(40)
    expect(groups[0]?.id).toBe('tld:d41')
    expect(groups.at(-1)?.id).toBe('tld:d2')
  })

  it('of an empty table finds nothing', async () => {
    const { groups, exclusions, families } = await measure({ pairs: [] }, [WOMAN])
    expect([groups, exclusions, families]).toEqual([[], [], []])
  })

  it('carries the share that the reader cites', async () => {
    const reference = new Map([['language:en', { share: 0.5, source: 'census' }]])
    const { group } = await measure(joinBlocks([[block(60, 9)], [block(60, 9, TR)]]), [], { reference })
    expect(group('language:en')?.reference).toEqual({ share: 0.5, source: 'census' })
    expect(group('language:tr')?.reference).toBeNull()
  })
})

/** The rows of group 0 against the others, an object each. */
function asObjects({ pairs, mentions }: ReturnType<typeof joinBlocks>): readonly StratumRows[] {
  const inGroup = new Set(mentions.map(([row]) => row))
  return pairs.map(({ cluster, stratum, kept }, row) => {
    const [one, none] = [
      { k: kept === false ? 1 : 0, n: 1 },
      { k: 0, n: 0 },
    ]
    const [first, second] = inGroup.has(row) ? [one, none] : [none, one]
    return { cluster: `${cluster}`, stratum: `${stratum}`, first, second }
  })
}

function sumClusters(rows: readonly StratumRows[]) {
  return [...new Set(rows.map(({ cluster }) => cluster))].map((own) => {
    const within = rows.filter(({ cluster }) => cluster === own)
    const total = (pick: (row: StratumRows) => number): number =>
      within.reduce((sum, row) => sum + pick(row), 0)
    return {
      first: { k: total(({ first }) => first.k), n: total(({ first }) => first.n) },
      second: { k: total(({ second }) => second.k), n: total(({ second }) => second.n) },
    }
  })
}
