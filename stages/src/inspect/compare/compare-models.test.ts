import { describe, expect, it } from 'vitest'
import { createUniform } from '../../statistics/simulated-clusters.js'
import type { ScoreOfPairs } from '../pair-table.js'
import { cohenKappa, compareModels } from './compare-models.js'
import { withTestSubjects } from './test-subjects.js'

const A: ScoreOfPairs = { column: 'similarity', model: 'clip-a', toy: false, step: null, cut: 0.5 }
const B: ScoreOfPairs = { ...A, model: 'clip-b', cut: null }

async function modelsOf(
  a: readonly (readonly [url: string, score: number | null])[],
  b: typeof a,
  scores: { readonly a: ScoreOfPairs | null; readonly b: ScoreOfPairs | null } = { a: A, b: B },
) {
  const side = (rows: typeof a, score: ScoreOfPairs | null) => ({
    pairs: rows.map(([url, value]) => ({ url, score: value })),
    score,
  })
  return withTestSubjects({ a: side(a, scores.a), b: side(b, scores.b) }, compareModels)
}

describe('compareModels', () => {
  it('passes as many by the other scorer, on shared rows only', async () => {
    const a = [
      ['u1', 0.9],
      ['u2', 0.6],
      ['u3', 0.5],
      ['u4', 0.4],
      ['u5', 0.3],
      ['only a', 0.9],
      ['', 0.9],
      ['u6', null],
    ] as const
    // A scale of its own: three pass, too. The first row of u1 counts.
    const b = [
      ['u1', 80],
      ['u2', 10],
      ['u3', 70],
      ['u4', 75],
      ['u5', 5],
      ['only b', 99],
      ['', 1],
      ['u6', 50],
      ['u1', 0],
    ] as const
    expect(await modelsOf(a, b)).toEqual({
      a: 'clip-a',
      b: 'clip-b',
      rows: 5,
      fraction: 0.6,
      both: 2,
      only_a: 1,
      only_b: 1,
      neither: 1,
      // 3/5 observed, .52 by chance.
      kappa: expect.closeTo((0.6 - 0.52) / 0.48, 12),
    })
  })

  it('takes the cut of the second, or three tenths, where the first has none', async () => {
    const rows = Array.from({ length: 10 }, (_, at) => [`u${at}`, at / 10] as const)
    const none = { ...A, cut: null }
    expect(await modelsOf(rows, rows, { a: none, b: { ...B, cut: 0.2 } })).toMatchObject({
      fraction: 0.8,
      kappa: 1,
    })
    expect(await modelsOf(rows, rows, { a: none, b: B })).toMatchObject({ both: 3, neither: 7, kappa: 1 })
    expect(await modelsOf(rows, rows, { a: { ...A, cut: 2 }, b: B })).toMatchObject({
      fraction: 0,
      kappa: null,
    })
  })

  it('passes the same number on both sides among ties', async () => {
    const uniform = createUniform(8)
    const draw = () =>
      Array.from({ length: 200 }, (_, at) => [`u${at}`, Math.round(uniform() * 4) / 4] as const)
    const found = await modelsOf(draw(), draw())
    expect(found?.only_a).toBe(found?.only_b)
    expect(found?.only_a).toBeGreaterThan(0)
  })

  it('is null for one model, no score, no shared row', async () => {
    const rows = [['u1', 0.9]] as const
    expect(await modelsOf(rows, rows, { a: A, b: A })).toBeNull()
    expect(await modelsOf(rows, rows, { a: A, b: null })).toBeNull()
    expect(await modelsOf(rows, [['u2', 0.9]])).toBeNull()
  })

  it('leaves out what the shadow sample carried past a filter', async () => {
    const pairs = [
      { url: 'u1', score: 0.9 },
      { url: 'u2', score: 0.1, shadow: true },
    ]
    const found = await withTestSubjects({ a: { pairs, score: A }, b: { pairs, score: B } }, compareModels)
    expect(found?.rows).toBe(1)
  })
})

describe('cohenKappa', () => {
  it('is .4 for the two readers of 50 proposals', () => {
    expect(cohenKappa({ rows: 50, both: 20, only_a: 5, only_b: 10, neither: 15 })).toBeCloseTo(0.4, 12)
  })

  it('is -1 for opposite halves, null where all agree by necessity', () => {
    expect(cohenKappa({ rows: 2, both: 0, only_a: 1, only_b: 1, neither: 0 })).toBe(-1)
    expect(cohenKappa({ rows: 2, both: 2, only_a: 0, only_b: 0, neither: 0 })).toBeNull()
  })
})
