import type { Commit, Counts, Input, PhaseName, Recipe } from '@warc2dataset/schemas'
import type { StageEnv } from '@warc2dataset/stages/stage'
import type { Storage } from '../storage/storage.js'

/** An archive of the recipe: its name in rows and its place on this machine. */
export interface Archive {
  readonly name: string
  readonly path: string
}

/** What is known of a run when a phase is planned or worked on. Upstream phases are complete. */
export interface RunView {
  readonly recipe: Recipe
  readonly archives: readonly Archive[]
  /** Holds every phase but pack. */
  readonly storage: Storage
  /** Holds dataset/ and its commits: the same place, unless another cut goes to another folder. */
  readonly target: Storage
  readonly fingerprints: Readonly<Record<PhaseName, string>>
  /** Commits of a phase, in unit order. */
  readonly commits: (phase: PhaseName) => Promise<readonly Commit[]>
}

/** Where a phase's output lies. */
export function placeOf(phase: PhaseName, view: Pick<RunView, 'storage' | 'target'>): Storage {
  return phase === 'pack' ? view.target : view.storage
}

/** What one worker takes: `id` names it among the units of its phase, `inputs` is what makes it stale. */
export interface Unit {
  readonly id: string
  readonly inputs: readonly Input[]
}

/** What a worker offers to the unit it runs. */
export interface Job {
  readonly view: RunView
  readonly unit: string
  readonly scratch: string
  readonly signal: AbortSignal
  readonly machine: Machine
  readonly log: (event: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly count: StageEnv['count']
  /** Something that outlives the unit (decoder children, opened stages); made once per worker. */
  readonly shared: <T extends Closable>(key: string, make: () => Promise<T>) => Promise<T>
  /** A scratch path whose file will be published under `name`. */
  readonly output: (name: string) => string
  /** A local path of a committed file. */
  readonly input: (name: string) => Promise<string>
}

export interface Closable {
  readonly close: () => Promise<void>
}

/** Limits of this machine; they never change what is written. */
export interface Machine {
  readonly duckdbMemoryBytes: number
  /** Threads for a unit that has the machine to itself. */
  readonly cores: number
}

/** What a unit did. Files are those asked for by `job.output`. */
export interface UnitResult {
  readonly counts: Counts
  /** The phase's other counters; plain data, and equal whenever the input is equal. */
  readonly account: Readonly<Record<string, unknown>>
  /** Ledger rows written by the unit; must equal its exits. */
  readonly ledgerRows: number
}

export interface Phase {
  readonly name: PhaseName
  /** True: the ledger also gets a row for what is kept, since this is where every candidate leaves. */
  readonly closesLedger?: boolean
  /** Complete before this phase starts. */
  readonly upstream: readonly PhaseName[]
  /** Names and versions of what decides the output, besides the configuration. */
  readonly stages: readonly { readonly name: string; readonly version: number }[]
  /** The part of the recipe that decides the output. */
  readonly config: (recipe: Recipe) => unknown
  readonly units: (view: RunView) => Promise<readonly Unit[]>
  readonly run: (job: Job) => Promise<UnitResult>
}
