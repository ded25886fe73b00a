import { expect, it } from 'vitest'
import type { Inspected } from '../pair-table.js'
import { type TestPair, withTestPairs } from '../test-pairs.js'
import { compareSubjects } from './compare-subjects.js'
import { judgeByOther } from './judge-by-other.js'

const [KEEP, SIZE] = [1, 2]
const seen = (key: string, score: number | null, cut: number): TestPair => ({
  key,
  url: `https://pictures.example/${key}.jpg`,
  score,
  saw: 3,
  saw_all: 3,
  cut,
  cut_all: cut,
  kept: cut === 0,
  left_phase: cut === 0 ? 5 : 4,
  left_step: cut === 0 ? -1 : cut === SIZE ? 1 : 0,
  reason: cut === 0 ? null : cut === SIZE ? 'select_where' : 'low_similarity',
})

/** Three of six pass 0.3 by the first model: a, b and the small s. */
const PAIRS: readonly TestPair[] = [
  seen('a', 0.9, 0),
  seen('b', 0.4, 0),
  seen('s', 0.5, SIZE),
  seen('c', 0.2, KEEP),
  seen('d', 0.1, KEEP),
  seen('t', 0.2, KEEP + SIZE),
  // Never fetched: no model saw it.
  { url: 'https://gone.example/', kept: false, left_phase: 3, left_step: 2, reason: 'http_status' },
]
const OTHER = `(VALUES ('a', 10.0), ('b', 1.0), ('s', 2.0), ('c', 9.0), ('d', NULL), ('t', 8.0)) AS o("key", similarity)`
const WORLD = {
  pairs: PAIRS,
  mentions: [[0, 0]] as const,
  steps: [
    { phase: 'select', filter: 'select.keep: similarity_m >= 0.3', code: null, outcome: 'dropped' },
    { phase: 'select', filter: 'original_width >= 64', code: null, outcome: 'dropped' },
    { phase: 'fetch', filter: null, code: 'http_status', outcome: 'failed' },
  ],
  score: { column: 'similarity', model: 'm', toy: false, step: 0, cut: 0.3 },
} as const
const scores = { table: OTHER, model: 'n', toy: false }

const judged = <T>(use: (a: Inspected, b: Inspected) => Promise<T>): Promise<T> =>
  withTestPairs(WORLD, async (a) => {
    const b = await judgeByOther(a, scores)
    if (b === null) throw new Error('Expected another judge, got none')
    return use(a, b)
  })

it('lets as many pass by the other model, and the other filters say what they said', async () => {
  const [rows, b] = await judged(async (a, b) => [
    await a.duck.rows(
      'SELECT "key", kept, left_step::DOUBLE AS step, left_phase::DOUBLE AS phase, reason, score FROM other_pairs ORDER BY "row"',
    ),
    b,
  ])
  // Three pass: a, c, t; t is too small all the same, b is out, and d was not scored.
  expect(rows).toEqual(
    [
      ['a', true, -1, 5, null, 10],
      ['b', false, 0, 4, 'low_similarity', 1],
      ['s', false, 1, 4, 'select_where', 2],
      ['c', true, -1, 5, null, 9],
      ['d', false, 0, 4, 'low_similarity', null],
      ['t', false, 0, 4, 'low_similarity', 8],
      [null, false, 2, 3, 'http_status', null],
    ].map(([key, kept, step, phase, reason, score]) => ({ key, kept, step, phase, reason, score })),
  )
  expect(b.score).toEqual({ column: 'similarity', model: 'n', toy: false, step: 0, cut: 8 })
  expect(b.subject.name).toBe('run by n')
})

it('is compared with the run itself: what each would keep alone', async () => {
  const section = await judged((a, b) => compareSubjects({ duck: a.duck, a, b }, []))
  expect(section.overlap).toEqual({ both: 1, only_a: 1, only_b: 1, cut_by_b: 1, cut_by_a: 1 })
  expect(section.models).toMatchObject({ a: 'm', b: 'n', rows: 5, both: 1 })
  expect(section.cautions.join(' ')).toContain('come from m')
})

it('has nothing to say where no similarity judged, or the other model scored nothing', async () => {
  const nobody = { ...WORLD, score: { ...WORLD.score, step: null, cut: null } }
  expect(await withTestPairs(nobody, (a) => judgeByOther(a, scores))).toBeNull()
  const silent = { ...scores, table: `(SELECT 'a' AS "key", NULL::DOUBLE AS similarity)` }
  expect(await withTestPairs(WORLD, (a) => judgeByOther(a, silent))).toBeNull()
})
