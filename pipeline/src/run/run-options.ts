import type { Readable } from 'node:stream'
import type { Counts, PhaseName } from '@warc2dataset/schemas'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import type { WorkName } from '@warc2dataset/stages/stage'
import type { Funnel } from '../commits/accounts.js'
import type { PhaseTable } from '../phases/index.js'
import type { RunView } from '../phases/phase.js'
import type { SelectedAccount } from '../phases/select.js'
import type { Task } from '../work-source/static-task.js'
import type { RunLog, WorkerCrew } from '../worker/crew.js'
import type { LoadedRecipe } from './load-recipe.js'
import type { WantedProvider } from './prepare-scorers.js'

export interface RunOptions extends LoadedRecipe {
  /** Folder of the run. */
  readonly out: string
  /** Folder for dataset/, if not the run's own: another cut of a fetched run. */
  readonly packInto?: string
  /** Judges a fetched run again: nothing before select may be missing. */
  readonly recut?: boolean
  readonly workers?: number
  /** Processes that each hold the models; 1 if not given. */
  readonly scoreWorkers?: number
  /** Where models run; probed, best first, if not given. */
  readonly provider?: WantedProvider
  /** More pictures than a processor scores in hours may be scored on it. */
  readonly allowCpu?: boolean
  /** Last phase to run. */
  readonly until?: PhaseName
  readonly task?: Task
  /** A task waits for the others at each barrier; without it, it ends with exit 9. */
  readonly wait?: boolean
  readonly attempts?: number
  /** Asks again for what failed before and may pass now. */
  readonly retryFailed?: boolean
  readonly duckdbMemoryBytes?: number
  readonly log?: RunLog
  /** Where the archive `-` of source.files comes from; the process's own if not given. */
  readonly stdin?: Readable
  /** First abort: units under way are finished and committed. */
  readonly stop?: AbortSignal
  /** Second abort: units under way are given up. */
  readonly kill?: AbortSignal
  readonly phases?: PhaseTable
  /** Module that serves the units, in a process of its own. */
  readonly workerEntry?: URL
}

export interface RunReport {
  /** Units that this call worked on, by phase. */
  readonly units: Readonly<Partial<Record<PhaseName, number>>>
  readonly counts: Readonly<Partial<Record<PhaseName, Counts>>>
  /** What this call cost; all 0 when only select and pack had to be done. */
  readonly work: Readonly<Record<WorkName, number>>
  /** Null if the run was stopped before select. */
  readonly funnel: Funnel | null
  /** Failures of fetch that may pass: what `--retry-failed` asks for again. */
  readonly mayPass: number
  /** What select made of the kept samples; null before select. */
  readonly selected: SelectedAccount | null
}

/** What the phases of one call share. */
export interface Run {
  readonly options: RunOptions
  readonly table: PhaseTable
  readonly view: RunView
  readonly provider: Provider
  readonly vaeProvider: Provider
  readonly crewOf: (kind: 'any' | 'model') => WorkerCrew
  readonly log: RunLog
  readonly counts: Map<PhaseName, Counts>
  readonly units: Partial<Record<PhaseName, number>>
}
