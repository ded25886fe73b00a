import { expect, it } from 'vitest'
import { clusterWilson } from '../../statistics/cluster-proportion.js'
import type { StepOfWay } from '../pair-table.js'
import { type TestPair, withTestPairs } from '../test-pairs.js'
import { measureFunnel } from './measure-funnel.js'

const STEPS: readonly StepOfWay[] = [
  { phase: 'plan', filter: 'text_length >= 4', code: null, outcome: 'dropped' },
  { phase: 'fetch', filter: null, code: 'http_status', outcome: 'failed' },
  { phase: 'select', filter: 'select.keep: similarity_m >= 0.3', code: null, outcome: 'dropped' },
  { phase: 'select', filter: 'original_width >= 64', code: null, outcome: 'dropped' },
]
const [PLAN, STATUS, KEEP, SIZE] = [1, 2, 4, 8]
const all = { saw: 15, saw_all: 15 }
const keptIn = (cluster: number, language: string | null): TestPair => ({ ...all, cluster, language })
const cutBy = (bits: number, step: number, reason: string, cluster: number): TestPair => ({
  ...all,
  cut: bits,
  cut_all: bits,
  kept: false,
  left_step: step,
  left_phase: 4,
  reason,
  cluster,
})

const PAIRS: readonly TestPair[] = [
  keptIn(0, 'en'),
  keptIn(0, 'en'),
  { ...keptIn(1, 'en'), in_shadow: true },
  cutBy(KEEP, 2, 'low_similarity', 1),
  cutBy(KEEP + SIZE, 2, 'no_score', 2),
  cutBy(SIZE, 3, 'select_where', 2),
  {
    saw: 3,
    saw_all: 3,
    cut: STATUS,
    cut_all: STATUS,
    kept: false,
    left_step: 1,
    left_phase: 3,
    reason: 'http_status',
    cluster: 0,
  },
  // Cut by plan; the shadow sample carried it on to select, which would have cut it for its size.
  {
    saw: PLAN,
    cut: PLAN,
    saw_all: 15,
    cut_all: PLAN + SIZE,
    kept: false,
    shadow: true,
    in_shadow: true,
    left_step: 0,
    left_phase: 2,
    reason: 'plan_where',
    cluster: 1,
  },
]

const measured = withTestPairs({ pairs: PAIRS, steps: STEPS }, (inspected) =>
  measureFunnel(inspected, { references: null, queryOf: ({ filter }) => `by ${filter}`, minimum: 2 }),
)

it('hands on from phase to phase what the phase before let go', async () => {
  const { candidates, kept, phases } = await measured
  expect({ candidates, kept }).toEqual({ candidates: 8, kept: 3 })
  expect(phases).toEqual([
    { phase: 'extract', in: 8, out: 8 },
    { phase: 'dedup', in: 8, out: 8 },
    { phase: 'plan', in: 8, out: 7 },
    { phase: 'fetch', in: 7, out: 6 },
    { phase: 'select', in: 6, out: 3 },
  ])
})

it('counts of each step who left there, who was seen and cut, and whom it alone cut', async () => {
  const { steps } = await measured
  expect(steps.map(({ id, left, saw, cut, only }) => [id, left, saw, cut, only])).toEqual([
    ['s0', 1, 8, 1, 1],
    ['s1', 1, 7, 1, 1],
    ['s2', 2, 6, 2, 1],
    ['s3', 1, 6, 2, 1],
  ])
  expect(steps[2]?.reasons.map(({ reason, left }) => [reason, left])).toEqual([
    ['low_similarity', 1],
    ['no_score', 1],
  ])
  expect(steps[1]?.reasons[0]?.about).toMatch(/status of the answer/)
  expect(steps[0]?.query).toBe('by text_length >= 4')
})

it('counts the shadow sample with all that each step said of it', async () => {
  const { steps } = await measured
  expect(steps.map(({ shadow }) => [shadow?.saw, shadow?.cut, shadow?.only])).toEqual([
    [2, 1, 0],
    [2, 0, 0],
    [2, 0, 0],
    [2, 1, 0],
  ])
})

it('gives each rate the interval over clusters', async () => {
  const { rate, steps } = await measured
  const interval = clusterWilson([
    { k: 2, n: 3 },
    { k: 1, n: 3 },
    { k: 0, n: 2 },
  ])
  expect(rate).toEqual({ k: 3, n: 8, rate: 3 / 8, low: interval?.low, high: interval?.high })
  const keep = clusterWilson([
    { k: 0, n: 2 },
    { k: 1, n: 2 },
    { k: 1, n: 2 },
  ])
  expect(steps[2]?.rate).toMatchObject({ k: 2, n: 6, low: keep?.low, high: keep?.high })
})

it('joins what is small or not known', async () => {
  const { by } = await measured
  expect(by.find(({ axis }) => axis === 'language')?.parts).toMatchObject([
    { value: 'en', candidates: 3, kept: 3, entered: [3, 3, 3, 3, 3] },
    { value: null, candidates: 5, kept: 0, entered: [5, 5, 5, 4, 3] },
  ])
})
