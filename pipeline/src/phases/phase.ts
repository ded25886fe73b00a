import type {
  Annotator,
  Commit,
  CommittedFile,
  Counts,
  Input,
  PhaseName,
  Recipe,
  Scorer,
  VaeRecord,
} from '@warc2dataset/schemas'
import type { IndexedLists } from '@warc2dataset/stages/block/index-lists'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import type { StageEnv } from '@warc2dataset/stages/stage'
import type { Storage } from '../storage/storage.js'

/** An archive, or a list, of the recipe: its name in rows and its place on this machine. */
export interface Archive {
  readonly name: string
  readonly path: string
}

/** What is known of a run when a phase is planned or worked on. */
export interface RunView {
  readonly recipe: Recipe
  readonly archives: readonly Archive[]
  /** The models of score.models, the primary one first. */
  readonly scorers: readonly Scorer[]
  /** The heads and prompt sets of annotate, in its order. */
  readonly annotators: readonly Annotator[]
  /** The VAE of latents.vae; null: no latents. */
  readonly vae: VaeRecord | null
  /** What failed before and may pass now is stale: asked for by --retry-failed. */
  readonly retryFailed?: boolean
  /** Nothing more is asked of a captioner: what was written stands, whatever the recipe would ask for now. */
  readonly captionsStand?: boolean
  /** The lists of fetch.block_lists, laid out on this machine; there for workers only. */
  readonly blockLists?: IndexedLists
  /** Holds every phase but pack and latents. */
  readonly storage: Storage
  /** Holds dataset/, latents/ and their commits: the same place, unless another cut goes to another folder. */
  readonly target: Storage
  readonly fingerprints: Readonly<Record<PhaseName, string>>
  /** Commits of a phase, in unit order. */
  readonly commits: (phase: PhaseName) => Promise<readonly Commit[]>
  /** One commit that is known to be there. */
  readonly commit: (phase: PhaseName, unit: string, generation: number) => Promise<Commit>
}

/** Where a phase's output lies. */
export function placeOf<T>(phase: PhaseName, { storage, target }: Record<'storage' | 'target', T>): T {
  return phase === 'pack' || phase === 'latents' ? target : storage
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
  /** What the unit was told to read. */
  readonly inputs: readonly Input[]
  /** A local path of a committed file. */
  readonly input: (name: string) => Promise<string>
  /** The same, of a file that was hashed again just now: rejects if it is not what was committed. */
  readonly verified: (file: CommittedFile) => Promise<string>
  /** Tells of rows that are through, between commits; `computeMs`: what a device computed for them. */
  readonly progress: (
    rows: Readonly<Record<'kept' | 'left', number>> & { readonly computeMs?: number },
  ) => void
  readonly lease: StageEnv['lease']
  readonly traffic: StageEnv['traffic']
  /** Takes one of the `limit` that all workers of this coordinator may have of `name`; false: none is left. */
  readonly spend: (name: string, limit: number) => Promise<boolean>
}

export interface Closable {
  readonly close: () => Promise<void>
  /** True once it can do no more: its process ends with the unit, and the next unit opens it anew in another. */
  readonly isSpent?: () => boolean
}

/** Limits of this machine; they never change what is written. */
export interface Machine {
  readonly duckdbMemoryBytes: number
  /** Threads for a unit that has the machine to itself. */
  readonly cores: number
  /** Where models run. */
  readonly provider: Provider
  /** Where the VAE runs. */
  readonly vaeProvider: Provider
}

/** What the person at the keyboard allows. */
export interface Permits {
  readonly provider: Provider
  readonly vaeProvider: Provider
  readonly allowCpu: boolean
}

/** What a unit did. Files are those asked for by `job.output`. */
export interface UnitResult {
  readonly counts: Counts
  /** The phase's other counters; plain data, and equal whenever the input is equal. */
  readonly account: Readonly<Record<string, unknown>>
  /** What did it, beyond what every commit records: may differ for equal input. */
  readonly environment?: Readonly<Record<string, unknown>>
  /** Ledger rows written by the unit; must equal its exits. */
  readonly ledgerRows: number
}

export interface Phase {
  readonly name: PhaseName
  /** True: the ledger also gets a row for what is kept, since this is where every candidate leaves. */
  readonly closesLedger?: boolean
  /** What its fingerprint stands on; complete before this phase starts, but for the one that it follows. */
  readonly upstream: readonly PhaseName[]
  /** This phase runs beside another: each of that phase's commits gives it units. */
  readonly follows?: {
    readonly phase: PhaseName
    readonly unitsOf: (commit: Commit, view: RunView) => readonly Unit[]
  }
  /** Who works on it: any worker, or those that hold a model. */
  readonly crew?: 'model'
  /** Names and versions of what decides the output, besides the configuration. */
  readonly stages: readonly { readonly name: string; readonly version: number }[]
  /** The part of the recipe that decides the output. */
  readonly config: (recipe: Recipe) => unknown
  /** True: this run has nothing for it. */
  readonly isIdle?: (view: RunView) => boolean
  /** All units; those of a phase that follows another: as far as that one is committed. */
  readonly units: (view: RunView) => Promise<readonly Unit[]>
  /** Refuses before the first unit starts. */
  readonly admit?: (view: RunView, permits: Permits) => Promise<void>
  readonly run: (job: Job) => Promise<UnitResult>
}
