import { findRunError } from '@warc2dataset/pipeline/run/run-error'
import { type Candidate, dropped, failed, forgotten, kept, type Outcome } from '@warc2dataset/schemas'
import { describe, expect, it } from 'vitest'
import { makeCandidate } from './make-candidate.js'
import { type Process, runInMemory, stageOf } from './run-in-memory.js'

const rows = [1n, 2n, 3n, 4n].map((id) => makeCandidate(id))
const verdict = { filter: 'f', score: null, value: null, pass: false }
type Break = (outcomes: Outcome<Candidate>[], batch: readonly Candidate[]) => unknown

/** Runs four rows through an honest stage, one that breaks the contract, and an honest one. */
async function runBroken(breakIt: Break): Promise<unknown> {
  const honest: Process = async (batch) => batch.map((row) => kept(row))
  const broken: Process = async (batch) =>
    breakIt(
      batch.map((row) => kept(row)),
      batch,
    ) as readonly Outcome<Candidate>[]
  const stages = [
    stageOf('before', true, honest),
    stageOf('culprit', true, broken),
    stageOf('after', true, honest),
  ]
  return runInMemory([rows], stages).then(
    () => 'accepted',
    (error: unknown) => error,
  )
}

const expectRefused = async (breakIt: Break): Promise<void> => {
  const error = await runBroken(breakIt)
  expect(findRunError(error)?.exitCode, String(error)).toBe(10)
  expect(String(error)).toContain('Phase extract, unit 00007, stage culprit: Expected ')
}

describe('a stage that breaks the contract ends the run with exit 10 that names it', () => {
  it.each<[string, Break]>([
    ['swallows the first row', (outcomes) => outcomes.slice(1)],
    ['swallows the last row', (outcomes) => outcomes.slice(0, -1)],
    ['swallows every row', () => []],
    ['gives a row twice', (outcomes) => [...outcomes, outcomes[0]]],
    [
      'gives a row twice in place of another',
      (outcomes) => outcomes.with(1, outcomes[0] as Outcome<Candidate>),
    ],
    ['swaps two rows', ([a, b, ...rest]) => [b, a, ...rest]],
    ['swaps a kept and a dropped row', ([a, , ...rest]) => [dropped('text_short', verdict), a, ...rest]],
    ['reverses its rows', (outcomes) => outcomes.reverse()],
    ['invents a candidate', (outcomes) => outcomes.with(2, kept(makeCandidate(99n)))],
    ['says undefined', (outcomes) => outcomes.map((each, index) => (index === 2 ? undefined : each))],
    ['says null', (outcomes) => outcomes.map((each, index) => (index === 2 ? null : each))],
    ['says the row itself', (_, batch) => batch],
    ['says a kind that is none', (outcomes) => outcomes.map((each) => ({ ...each, kind: 'lost' }))],
  ])('%s', (_, breakIt) => expectRefused(breakIt))
})

describe('what types forbid and JavaScript allows is refused the same way', () => {
  it.each<[string, Break]>([
    ['says nothing at all', () => undefined],
    ['leaves holes', () => new Array(4)],
    ['keeps no value', (outcomes) => outcomes.map(() => ({ kind: 'kept', verdicts: [] }))],
    ['keeps without verdicts', (_, batch) => batch.map((value) => ({ kind: 'kept', value }))],
    ['drops without a verdict', (_, batch) => batch.map(() => ({ kind: 'dropped', reason: 'text_short' }))],
    [
      'drops for a reason outside the list',
      (_, batch) => batch.map(() => dropped('because' as never, verdict)),
    ],
    ['blocks and would leave a trace', (_, batch) => batch.map(() => dropped('block_list', verdict))],
    [
      'forgets for a reason that must be told',
      (_, batch) => batch.map(() => forgotten('plan_where', verdict, 1n)),
    ],
    ['drops without a reason', (_, batch) => batch.map(() => ({ kind: 'dropped', verdict }))],
    ['fails with a code outside the list', (_, batch) => batch.map(() => failed('oops' as never, false))],
  ])('%s', (_, breakIt) => expectRefused(breakIt))
})

describe('what a stage throws', () => {
  it('names phase, unit and stage, keeps its cause, and is no error that a retry cannot help', async () => {
    const cause = new Error('planted')
    const error = await runBroken(() => {
      throw cause
    })
    expect(String(error)).toBe('UnitError: Phase extract, unit 00007, stage culprit: planted')
    expect(error).toMatchObject({ cause })
    expect(findRunError(error)).toBeNull()
  })

  it('is told apart from an interruption', async () => {
    const abort = new AbortController()
    const interruption = new Error('interrupted')
    const stage = stageOf('culprit', true, async () => {
      abort.abort(interruption)
      throw new Error('closed')
    })
    await expect(runInMemory([rows], [stage], { signal: abort.signal })).rejects.toBe(interruption)
  })

  it('names a stage that cannot be opened', async () => {
    const openStage = async (): Promise<never> => {
      throw new Error('no model')
    }
    const stages = [stageOf('culprit', true, async () => [])]
    await expect(runInMemory([rows], stages, { openStage })).rejects.toThrow(
      'Phase extract, unit 00007, stage culprit: no model',
    )
  })
})
