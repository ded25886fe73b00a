import { type LineOptions, runLine } from '@warc2dataset/pipeline/unit/run-line'
import type { Candidate, Counts, LedgerRow } from '@warc2dataset/schemas'
import type { AnyStage } from '@warc2dataset/stages/compose'
import { NO_TRAFFIC } from '@warc2dataset/stages/politeness/no-traffic'
import type { Exited, OpenStage, Stage, StageEnv } from '@warc2dataset/stages/stage'

export type Process = OpenStage<Candidate, Candidate>['process']

export interface InMemory {
  readonly counts: Counts
  readonly sunk: readonly Candidate[]
  readonly ledger: readonly LedgerRow[]
  readonly rejected: readonly Exited[]
}

const env: StageEnv = { log: () => {}, count: () => {}, lease: async () => () => {}, traffic: NO_TRAFFIC }

/** A stage that is only its `process`; with `canCarry` the shadow sample may go past it. */
export function stageOf(name: string, canCarry: boolean, process: Process): Stage<Candidate, Candidate> {
  const stage = { name, version: 1, open: async () => ({ process, close: async () => {} }) }
  return canCarry ? { ...stage, carry: (row) => row } : stage
}

/** Runs a line whose source, sink and ledger are lists. */
export async function runInMemory(
  batches: readonly (readonly Candidate[])[],
  stages: readonly Stage<Candidate, Candidate>[],
  options: Partial<LineOptions> = {},
): Promise<InMemory> {
  const sunk: Candidate[] = []
  const ledger: LedgerRow[] = []
  const rejected: Exited[] = []
  const line = {
    source: {
      name: 'source',
      read: async function* () {
        yield* batches
      },
    },
    stages: stages as unknown as readonly AnyStage[],
    sink: {
      name: 'sink',
      write: async (rows: readonly Candidate[]) => void sunk.push(...rows),
      reject: async (exits: readonly Exited[]) => void rejected.push(...exits),
    },
  }
  const counts = await runLine(line, {
    phase: 'extract',
    unit: '00007',
    shadow: 0,
    signal: new AbortController().signal,
    env,
    ledger: (rows) => void ledger.push(...rows),
    openStage: (stage) => stage.open(env),
    ...options,
  })
  return { counts, sunk, ledger, rejected }
}
