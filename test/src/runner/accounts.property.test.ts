import {
  type Candidate,
  DROP_REASONS,
  type DropReason,
  dropped,
  FAILURE_CODES,
  type FailureCode,
  failed,
  forgotten,
  kept,
  type LedgerRow,
  mustForget,
  type Outcome,
  passesShadow,
  type Verdict,
} from '@warc2dataset/schemas'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeCandidate } from './make-candidate.js'
import { runInMemory, stageOf } from './run-in-memory.js'

/** What one stage says of every row: by the row's place, so that it does not matter who else is still there. */
interface PlannedStage {
  readonly name: string
  readonly canCarry: boolean
  readonly outcomes: readonly Outcome<null>[]
}

interface Case {
  readonly ids: readonly bigint[]
  readonly batchSizes: readonly number[]
  readonly stages: readonly PlannedStage[]
  readonly shadow: number
}

const reasons = Object.keys(DROP_REASONS) as DropReason[]
const codes = Object.keys(FAILURE_CODES) as FailureCode[]
const verdict: fc.Arbitrary<Verdict> = fc.record({
  filter: fc.constantFrom('f1', 'f2', 'text_length >= 4', '__proto__'),
  score: fc.option(fc.double({ noNaN: true })),
  value: fc.option(fc.string({ maxLength: 5 })),
  pass: fc.boolean(),
})
const outcome: fc.Arbitrary<Outcome<null>> = fc.oneof(
  { weight: 5, arbitrary: fc.array(verdict, { maxLength: 2 }).map((verdicts) => kept(null, verdicts)) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...reasons), verdict).map(([r, v]) => dropped(r, v)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...codes), fc.boolean()).map(([c, r]) => failed(c, r)) },
)
const rowsCase: fc.Arbitrary<Case> = fc.integer({ min: 0, max: 40 }).chain((rows) =>
  fc.record({
    ids: fc.uniqueArray(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), {
      minLength: rows,
      maxLength: rows,
    }),
    batchSizes: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }),
    stages: fc
      .array(
        fc.record({
          canCarry: fc.boolean(),
          outcomes: fc.array(outcome, { minLength: rows, maxLength: rows }),
        }),
        { maxLength: 5 },
      )
      .map((stages) => stages.map((stage, index) => ({ ...stage, name: `stage-${index}` }))),
    shadow: fc.oneof(fc.constantFrom(0, 1, 0.01), fc.double({ min: 0, max: 1, noNaN: true })),
  }),
)

type Fate = Pick<
  LedgerRow,
  'outcome' | 'reason' | 'filter' | 'shadow' | 'shadow_fate' | 'verdicts' | 'candidate_id'
>

/** What stands for a row that must be forgotten; of an alias, the id. */
const aliasOf = (id: bigint): bigint => BigInt.asIntN(64, id ^ 0x5bd1e9955bd1e995n)

/** The fate of one row, told without the runner: stage by stage, alone. */
function fateOf(id: bigint, place: number, { stages, shadow }: Case): Fate {
  const verdicts: Verdict[] = []
  const isSample = Number(id & 0xffffffn) < shadow * 0x1000000
  let first: { readonly reason: DropReason; readonly filter: string } | null = null
  const fate = (how: 'kept' | 'dropped' | 'failed', why: string | null, filter: string | null): Fate => ({
    candidate_id: id,
    outcome: first === null ? how : 'dropped',
    reason: first?.reason ?? why,
    filter: first?.filter ?? filter,
    shadow: first !== null,
    shadow_fate: first === null ? null : (why ?? 'kept'),
    verdicts,
  })
  for (const { outcomes, canCarry } of stages) {
    const said = outcomes[place] as Outcome<null>
    if (said.kind === 'failed') return fate('failed', said.code, null)
    verdicts.push(...(said.kind === 'kept' ? said.verdicts : [said.verdict]))
    if (said.kind === 'kept') continue
    if (mustForget(said.reason)) {
      first = null
      verdicts.splice(0, verdicts.length, said.verdict)
      return { ...fate('dropped', said.reason, said.verdict.filter), candidate_id: aliasOf(id) }
    }
    if (!isSample || !canCarry || !passesShadow(said.reason)) {
      return fate('dropped', said.reason, said.verdict.filter)
    }
    first ??= { reason: said.reason, filter: said.verdict.filter }
  }
  return fate('kept', null, null)
}

function cut<T>(items: readonly T[], sizes: readonly number[]): readonly (readonly T[])[] {
  const batches: (readonly T[])[] = []
  let start = 0
  for (const size of sizes) {
    batches.push(items.slice(start, start + size))
    start += size
  }
  return [...batches, items.slice(start)]
}

const plain = (outcomeOfRow: Outcome<null>, row: Candidate): Outcome<Candidate> => {
  if (outcomeOfRow.kind === 'kept') return kept(row, outcomeOfRow.verdicts)
  if (outcomeOfRow.kind === 'failed' || !mustForget(outcomeOfRow.reason)) return outcomeOfRow
  return forgotten(outcomeOfRow.reason, outcomeOfRow.verdict, aliasOf(row.candidate_id))
}
const sum = (by: Readonly<Record<string, number>>): number => Object.values(by).reduce((a, b) => a + b, 0)

async function run(given: Case) {
  const placeOf = new Map(given.ids.map((id, place) => [id, place]))
  const rows = given.ids.map((id) => makeCandidate(id))
  const stages = given.stages.map(({ name, canCarry, outcomes }) =>
    stageOf(name, canCarry, async (batch) =>
      batch.map((row) => plain(outcomes[placeOf.get(row.candidate_id) ?? -1] as Outcome<null>, row)),
    ),
  )
  return runInMemory(cut(rows, given.batchSizes), stages, { shadow: given.shadow })
}

it('in = kept + Σ dropped + Σ failed, and every candidate leaves exactly once, whatever stages say', async () => {
  await fc.assert(
    fc.asyncProperty(rowsCase, async (given) => {
      const { counts, sunk, ledger, rejected } = await run(given)
      expect(counts.in).toBe(given.ids.length)
      expect(counts.kept + sum(counts.dropped) + sum(counts.failed)).toBe(counts.in)
      expect(counts.kept).toBe(sunk.length)
      expect(ledger.length).toBe(sum(counts.dropped) + sum(counts.failed))
      const left = [
        ...sunk.map((row) => row.candidate_id),
        ...ledger.map(({ reason, candidate_id }) =>
          reason === 'block_list' ? aliasOf(candidate_id) : candidate_id,
        ),
      ]
      expect(new Set(left).size).toBe(left.length)
      expect(new Set(left)).toEqual(new Set(given.ids))
      expect(rejected.map(({ row }) => row.candidate_id)).toEqual(ledger.map((row) => row.candidate_id))
      expect(new Set([...Object.keys(counts.dropped), ...Object.keys(counts.failed)])).toEqual(
        new Set(ledger.map(({ reason }) => reason)),
      )
    }),
    { numRuns: 300 },
  )
})

it('gives every candidate the fate that its outcomes tell, shadow sample included', async () => {
  await fc.assert(
    fc.asyncProperty(rowsCase, async (given) => {
      const { counts, sunk, ledger } = await run(given)
      const fates = given.ids.map((id, place) => fateOf(id, place, given))
      const kept = sunk.map(({ candidate_id, shadow_reason, shadow_filter, verdicts }) => ({
        candidate_id,
        shadow_reason,
        shadow_filter,
        verdicts,
      }))
      const goesOn = fates.filter(({ outcome, shadow_fate }) => outcome === 'kept' || shadow_fate === 'kept')
      expect(kept).toEqual(
        goesOn.map(({ candidate_id, shadow, reason, filter, verdicts }) => ({
          candidate_id,
          shadow_reason: shadow ? reason : null,
          shadow_filter: shadow ? filter : null,
          verdicts,
        })),
      )
      expect(counts.shadow).toBe(goesOn.filter(({ shadow }) => shadow).length)
      const byId = new Map(ledger.map((row) => [row.candidate_id, row]))
      for (const fate of fates.filter((each) => !goesOn.includes(each))) {
        expect(byId.get(fate.candidate_id)).toMatchObject(fate)
      }
    }),
    { numRuns: 300 },
  )
})

it('never carries a row past an opt-out or any other reason that the shadow sample must obey', async () => {
  await fc.assert(
    fc.asyncProperty(rowsCase, async (given) => {
      const obeying: Case = { ...given, shadow: 1 }
      const { sunk, ledger } = await run(obeying)
      const stopped = new Set(
        obeying.ids.filter((_, place) =>
          obeying.stages.some(({ outcomes }) => {
            const said = outcomes[place]
            return said?.kind === 'dropped' && !passesShadow(said.reason)
          }),
        ),
      )
      expect(sunk.filter((row) => stopped.has(row.candidate_id))).toEqual([])
      for (const row of ledger) expect(row.shadow && !passesShadow(row.reason as DropReason)).toBe(false)
    }),
    { numRuns: 150 },
  )
})

it('marks nothing as shadow when the rate is 0', async () => {
  await fc.assert(
    fc.asyncProperty(rowsCase, async (given) => {
      const { sunk, ledger, counts } = await run({ ...given, shadow: 0 })
      expect(sunk.filter((row) => row.shadow_reason !== null)).toEqual([])
      expect(ledger.filter((row) => row.shadow || row.shadow_fate !== null)).toEqual([])
      expect(counts.shadow).toBe(0)
    }),
    { numRuns: 100 },
  )
})
