import { thresholdSchema } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { createUniform } from '../../statistics/simulated-clusters.js'
import type { LexiconGroup, ScoreOfPairs } from '../pair-table.js'
import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import { measureThreshold } from './measure-threshold.js'
import { binEdge } from './score-grid.js'

const SCORE: ScoreOfPairs = { column: 'similarity', model: 'clip', toy: false, step: 1, cut: 0.28 }
const STEPS: TestWorld['steps'] = [
  { phase: 'select', filter: 'where: width >= 64', code: null, outcome: 'dropped' },
  { phase: 'select', filter: 'select.keep: similarity >= 0.28', code: null, outcome: 'dropped' },
]
const GROUPS: readonly LexiconGroup[] = [
  { id: 'gender.en.woman', axis: 'gender', label: 'woman words', lang: 'en' },
  { id: 'country.FR', axis: 'country', label: 'France', lang: null },
  { id: 'country.FR', axis: 'country', label: 'France', lang: null },
]

/** A row as the loader would leave it: bit 0 a width that is too small, bit 1 the score. */
function judged(score: number | null, wide = true, more: TestPair = {}): TestPair {
  const passes = score !== null && score >= 0.28
  const cut = (wide ? 0 : 1) + (passes ? 0 : 2)
  return { score, saw: 3, cut, saw_all: 3, cut_all: cut, kept: cut === 0, ...more }
}

/** Rows at and above a bin. */
function above(
  { first, counts }: { readonly first: number; readonly counts: readonly number[] },
  bin: number,
): number {
  return counts.reduce((sum, n, at) => (first + at >= bin ? sum + n : sum), 0)
}

describe('measureThreshold', () => {
  it('counts six rows right', async () => {
    const pairs = [
      judged(0.28, true, { language: 'en', domain: 'a.example' }),
      judged(0.2799, true, { language: 'en', domain: 'b.example' }),
      judged(0.3, false, { language: 'fr' }),
      judged(0.301, true, { language: 'fr', domain: 'a.example', script: 'Latn' }),
      judged(null),
      // The shadow sample carried it past bit 0, so it never got to bit 1 by itself.
      judged(0.9, true, { saw: 1, cut: 1, shadow: true, kept: false }),
      // One of the shadow sample that left by the score itself.
      judged(0.2701, true, { shadow: true, language: 'en' }),
      judged(Number.NaN, true, { score: null }),
    ]
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const found = await measureThreshold(inspected, [])
      expect(thresholdSchema.parse(found)).toEqual(found)
      expect(found).toMatchObject({ lowest: 0.2701, highest: 0.301, origin: 0.28, width: 0.0025, cut: 0.28 })
      expect(found.knows_below).toBe(true)
      expect(found.scored).toEqual({ first: -4, counts: [1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 2] })
      expect(found.eligible).toEqual({ first: -4, counts: [1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1] })
      expect(above(found.eligible, 0)).toBe(pairs.filter(({ kept }) => kept).length)
      expect(found.domains).toBe(3)
      expect(found.parts.map(({ axis, id, bins }) => [axis, id, bins.first, ...bins.counts])).toEqual([
        ['language', 'en', -4, 1, 0, 0, 1, 1],
        ['language', 'fr', 8, 1],
        ['script', 'Latn', 8, 1],
        ['domain', 'a.example', 0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
        ['domain', 'b.example', -1, 1],
        ['domain', 'pages.example', -4, 1],
      ])
    })
  })

  it('leaves out infinite scores', async () => {
    const world = { pairs: [{ score: 0.5 }, { score: 0.6 }], score: { ...SCORE, step: null, cut: null } }
    await withTestPairs(world, async (inspected) => {
      await inspected.duck.run(`UPDATE pairs SET score = CASE row WHEN 0 THEN 'inf'::DOUBLE ELSE 0.6 END`)
      await inspected.duck.run(
        `INSERT INTO pairs SELECT * REPLACE ('nan'::DOUBLE AS score) FROM pairs WHERE row = 1`,
      )
      const found = await measureThreshold(inspected, [])
      expect(found).toMatchObject({ lowest: 0.6, highest: 0.6, origin: 0.6, cut: null, knows_below: false })
      expect(found.scored).toEqual({ first: 0, counts: [1] })
      await inspected.duck.run(`DELETE FROM pairs WHERE score = 0.6`)
      await expect(measureThreshold(inspected, [])).rejects.toThrow(
        'Expected a row with a finite score for similarity, got none',
      )
    })
  })

  it('refuses to look for a score that is not there', async () => {
    await withTestPairs({ pairs: [] }, async (inspected) => {
      await expect(measureThreshold(inspected, [])).rejects.toThrow(
        'Expected a score for inspected, got none',
      )
    })
  })

  it('counts the ties that a fraction lost below its cut', async () => {
    const pairs = [judged(0.28), judged(0.28, true, { cut: 2, kept: false }), judged(0.281)]
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const { eligible } = await measureThreshold(inspected, [])
      expect(eligible).toEqual({ first: -1, counts: [1, 2] })
    })
  })

  it('has groups of 50 rows, a pair once each; none of people where a toy judged', async () => {
    const pairs = Array.from({ length: 120 }, () => judged(0.3))
    const mentions = [
      ...Array.from({ length: 49 }, (_, row) => [row, 0] as const),
      ...Array.from({ length: 60 }, (_, row) => [row, 1] as const),
      ...Array.from({ length: 60 }, (_, row) => [row + 30, 2] as const),
    ]
    const world = { pairs, mentions, steps: STEPS, score: SCORE }
    const groupsOf = (more: Partial<TestWorld>) =>
      withTestPairs({ ...world, ...more }, async (inspected) =>
        (await measureThreshold(inspected, GROUPS)).parts.filter(({ axis }) => axis === 'group'),
      )
    const france = { axis: 'group', id: 'country.FR', label: 'France', bins: { first: 8, counts: [90] } }
    expect(await groupsOf({})).toEqual([france])
    // The 49 rows of the first are too few; with these they are enough.
    const woman = Array.from({ length: 50 }, (_, row) => [row, 0] as const)
    expect((await groupsOf({ mentions: woman })).map(({ id }) => id)).toEqual(['gender.en.woman'])
    expect(await groupsOf({ mentions: woman, score: { ...SCORE, toy: true } })).toEqual([])
    expect(await groupsOf({ mentions: woman, subject: { toy: true } })).toEqual([])
    expect(await groupsOf({ subject: { toy: true } })).toEqual([france])
  })

  it('has 24 languages, 200 domains, most rows first', async () => {
    const pairs = Array.from({ length: 900 }, (_, row) => {
      const one = Math.floor(Math.sqrt(row))
      return judged(0.3, true, { language: `l${one}`, domain: `d${Math.floor(row / 3)}.example` })
    })
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const { parts, domains } = await measureThreshold(inspected, [])
      const languages = parts.filter(({ axis }) => axis === 'language')
      expect(languages.map(({ id }) => id)).toEqual(Array.from({ length: 24 }, (_, at) => `l${29 - at}`))
      expect(parts.filter(({ axis }) => axis === 'domain')).toHaveLength(200)
      expect(domains).toBe(300)
    })
  })

  it.each([
    ['fp32 cosines', (uniform: () => number) => Math.fround(uniform() * 0.5)],
    ['decimals', (uniform: () => number) => Math.round(uniform() * 2000) / 4000],
    ['hostile text in columns', (uniform: () => number) => uniform()],
  ])('is what SQL counts, 20 cuts: %s', async (name, draw) => {
    const uniform = createUniform(9)
    const odd = name.startsWith('hostile')
    const languages = odd ? ["'; DROP TABLE pairs; --", '__proto__', 'en'] : ['en', 'pl', null]
    const pairs = Array.from({ length: 3000 }, () =>
      judged(draw(uniform), uniform() < 0.7, { language: languages[Math.floor(uniform() * 3)] ?? null }),
    )
    await withTestPairs({ pairs, steps: STEPS, score: SCORE }, async (inspected) => {
      const found = await measureThreshold(inspected, [])
      expect(above(found.eligible, 0)).toBe(pairs.filter(({ kept }) => kept).length)
      for (let draws = 0; draws < 20; draws++) {
        const bin = Math.floor(uniform() * 200) - 112
        const at = `score >= ${binEdge(found, bin)}`
        const [sql] = await inspected.duck.rows<{ scored: number; eligible: number; english: number }>(
          `SELECT count(*) FILTER (${at})::DOUBLE AS scored, count(*) FILTER (${at} AND cut <> 1 AND cut <> 3)::DOUBLE
           AS eligible, count(*) FILTER (${at} AND cut <> 1 AND cut <> 3 AND language = 'en')::DOUBLE AS english FROM pairs`,
        )
        const english = found.parts.find(({ axis, id }) => axis === 'language' && id === 'en')
        expect({
          scored: above(found.scored, bin),
          eligible: above(found.eligible, bin),
          english: above(english?.bins ?? { first: 0, counts: [] }, bin),
        }).toEqual(sql)
      }
    })
  })
})
