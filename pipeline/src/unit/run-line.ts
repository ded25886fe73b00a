import {
  type Candidate,
  type Counts,
  contractError,
  DROP_REASONS,
  type DropReason,
  FAILURE_CODES,
  type LedgerRow,
  mustForget,
  type Outcome,
  type PhaseName,
  UnitError,
} from '@warc2dataset/schemas'
import type { Line } from '@warc2dataset/stages/compose'
import type { Exited, OpenStage, Passage, Sink, Stage, StageEnv } from '@warc2dataset/stages/stage'
import { NO_COUNTS, sumCounts } from '../commits/counts.js'
import { asDone } from './as-done.js'
import { exitRow } from './exit-row.js'
import { forgetCandidate } from './forget-candidate.js'
import { carryPast } from './shadow.js'

type AnyRow = Candidate
type OpenedStage = { readonly stage: Stage<AnyRow, AnyRow>; readonly open: OpenStage<AnyRow, AnyRow> }

export interface LineOptions {
  readonly phase: PhaseName
  readonly unit: string
  readonly shadow: number
  readonly signal: AbortSignal
  readonly env: StageEnv
  /** Takes the ledger rows of the candidates that left. */
  readonly ledger: (rows: readonly LedgerRow[]) => void
  /** Hears of every batch that is through. */
  readonly progress?: (counts: Counts) => void
  /** Opens a stage once per worker and closes it with the worker. */
  readonly openStage: (stage: Stage<AnyRow, AnyRow>) => Promise<OpenStage<AnyRow, AnyRow>>
}

/**
 * Runs one unit's line: the one place that counts, that holds stages to their contract, and that carries the
 * shadow sample past filters. Rows are pulled batch by batch, so memory is bounded by the batches under way.
 */
export async function runLine(line: Line, options: LineOptions): Promise<Counts> {
  const { source } = line
  const sink = line.sink as unknown as Sink<AnyRow>
  const stages: OpenedStage[] = []
  for (const stage of line.stages as unknown as readonly Stage<AnyRow, AnyRow>[]) {
    stages.push({ stage, open: await within(options, stage.name, () => options.openStage(stage)) })
  }
  let counts = NO_COUNTS
  const batches = readBatches(options, source)
  const underWay = new Set<OpenPassage>()
  const work = (batch: readonly AnyRow[]): Promise<BatchResult> => {
    const passage = openPassage(underWay)
    return runBatch(stages, batch, passage, options)
  }
  try {
    for await (const result of asDone(batches, source.batchesAtOnce ?? 1, work)) {
      counts = sumCounts([counts, await take(result)])
      result.passage.end()
    }
  } finally {
    for (const passage of underWay) passage.end()
  }
  return counts

  async function take({ batch, rows, exited }: BatchResult): Promise<Counts> {
    options.signal.throwIfAborted()
    const exits = exited.map(({ row, exit }) => exitRow(options.phase, row, exit))
    options.ledger(exits)
    await within(options, sink.name, async () => {
      await sink.reject?.(exited)
      await sink.write(rows)
    })
    const counted = countBatch(batch, rows, exits)
    options.progress?.(counted)
    return counted
  }
}

interface OpenPassage extends Passage {
  readonly end: () => void
}

function openPassage(all: Set<OpenPassage>): OpenPassage {
  const listeners: (() => void)[] = []
  const passage: OpenPassage = {
    whenOver: (listener) => void listeners.push(listener),
    end: () => {
      all.delete(passage)
      for (const listener of listeners.splice(0)) listener()
    },
  }
  all.add(passage)
  return passage
}

/** The batches of a source; whatever it throws names it. */
async function* readBatches(
  options: LineOptions,
  source: Line['source'],
): AsyncGenerator<readonly AnyRow[], void, undefined> {
  const reader = source.read(options.signal)[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await within(options, source.name, () => reader.next())
      if (next.done) return
      options.signal.throwIfAborted()
      yield next.value
    }
  } finally {
    await reader.return?.()
  }
}

interface BatchResult {
  readonly passage: OpenPassage
  readonly batch: readonly AnyRow[]
  readonly rows: readonly AnyRow[]
  readonly exited: readonly Exited[]
}

async function runBatch(
  stages: readonly OpenedStage[],
  batch: readonly AnyRow[],
  passage: OpenPassage,
  options: LineOptions,
): Promise<BatchResult> {
  let rows = batch
  const exited: Exited[] = []
  for (const { stage, open } of stages) {
    if (rows.length === 0) break
    const inputs = rows
    const outcomes = await within(options, stage.name, () => open.process(inputs, options.signal, passage))
    checkContract(stage.name, inputs, outcomes, options)
    rows = inputs.flatMap((input, index) => {
      const outcome = outcomes[index] as Outcome<AnyRow>
      if (outcome.kind === 'kept') return [withVerdicts(outcome.value, outcome.verdicts)]
      const carried = outcome.kind === 'dropped' ? carryPast(stage, input, outcome, options.shadow) : null
      if (carried !== null) return [carried]
      const alias = outcome.kind === 'dropped' ? outcome.alias : undefined
      exited.push({ row: alias === undefined ? input : forgetCandidate(alias), exit: outcome })
      return []
    })
  }
  return { passage, batch, rows, exited }
}

function countBatch(batch: readonly AnyRow[], rows: readonly AnyRow[], exits: readonly LedgerRow[]): Counts {
  const by = (outcome: LedgerRow['outcome']): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const row of exits) {
      if (row.outcome === outcome && row.reason !== null) counts[row.reason] = (counts[row.reason] ?? 0) + 1
    }
    return counts
  }
  return {
    in: batch.length,
    kept: rows.length,
    shadow: rows.filter((row) => row.shadow_reason !== null).length,
    dropped: by('dropped'),
    failed: by('failed'),
  }
}

function withVerdicts(row: AnyRow, verdicts: AnyRow['verdicts']): AnyRow {
  return verdicts.length === 0 ? row : { ...row, verdicts: [...row.verdicts, ...verdicts] }
}

/** Exactly one outcome per input, in order. What was kept must be the input it stands for. */
function checkContract(
  stage: string,
  inputs: readonly AnyRow[],
  outcomes: readonly Outcome<AnyRow>[],
  options: LineOptions,
): void {
  const broken = (problem: string): Error => contractError(options.phase, options.unit, stage, problem)
  const length = Array.isArray(outcomes) ? outcomes.length : 'no array'
  if (length !== inputs.length) {
    throw broken(`Expected ${inputs.length} outcomes for ${inputs.length} inputs, got ${length}`)
  }
  for (const [index, input] of inputs.entries()) {
    const problem = outcomeProblem(outcomes[index], input)
    if (problem !== null) throw broken(`${problem} at position ${index}`)
  }
}

/** What is wrong with an outcome, whatever a stage gave: its types do not hold at run time. */
function outcomeProblem(outcome: Partial<Outcome<AnyRow>> | null | undefined, input: AnyRow): string | null {
  switch (outcome?.kind) {
    case 'kept': {
      const id = outcome.value?.candidate_id
      if (id !== input.candidate_id) return `Expected candidate ${input.candidate_id}, got ${id}`
      return Array.isArray(outcome.verdicts) ? null : 'Expected verdicts with what was kept, got none'
    }
    case 'dropped':
      if (!Object.hasOwn(DROP_REASONS, String(outcome.reason)))
        return `Expected a drop reason, got ${outcome.reason}`
      if (outcome.verdict === undefined) return `Expected a verdict with ${outcome.reason}, got none`
      return mustForget(outcome.reason as DropReason) !== (outcome.alias !== undefined)
        ? `Expected an alias with what must be forgotten, and no other, got ${outcome.reason}`
        : null
    case 'failed':
      return Object.hasOwn(FAILURE_CODES, String(outcome.code))
        ? null
        : `Expected a failure code, got ${outcome.code}`
    default:
      return `Expected an outcome, got ${typeof outcome === 'object' && outcome !== null ? `kind ${String(Reflect.get(outcome, 'kind'))}` : String(outcome)}`
  }
}

/** Names the stage in whatever it throws; an interruption stays what it is. */
async function within<T>(options: LineOptions, stage: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason
    throw new UnitError({ phase: options.phase, unit: options.unit, stage }, error)
  }
}
