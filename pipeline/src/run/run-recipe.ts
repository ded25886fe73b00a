import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Counts, PHASES, type PhaseName } from '@warc2dataset/schemas'
import type { Provider } from '@warc2dataset/stages/clip/open-tower'
import { WORK, type WorkName } from '@warc2dataset/stages/stage'
import { closeAccount, type Funnel } from '../commits/accounts.js'
import { fingerprintsOf, type PhaseTable, phases } from '../phases/index.js'
import type { Machine, RunView } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { clearScratch, sweepScratch } from '../storage/scratch.js'
import type { Task } from '../work-source/static-task.js'
import { openCrew, type RunLog, type WorkerCrew } from '../worker/crew.js'
import { openLeaseTable } from '../worker/lease-table.js'
import { checkSources } from './check-sources.js'
import type { LoadedRecipe } from './load-recipe.js'
import { openView } from './open-view.js'
import { prepareScorers, type WantedProvider } from './prepare-scorers.js'
import { groupsOf, runGroup } from './run-group.js'
import { openRunRecord } from './run-record.js'
import { recordScorers } from './scorer-records.js'

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
  readonly duckdbMemoryBytes?: number
  readonly log?: RunLog
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
}

/** What the phases of one call share. */
export interface Run {
  readonly options: RunOptions
  readonly table: PhaseTable
  readonly view: RunView
  readonly provider: Provider
  readonly crewOf: (kind: 'any' | 'model') => WorkerCrew
  readonly log: RunLog
  readonly counts: Map<PhaseName, Counts>
  readonly units: Partial<Record<PhaseName, number>>
}

const DEFAULT_MEMORY = 2 ** 30

/**
 * Runs a recipe to its end, or continues where a run stopped: only what has no commit is worked on.
 * @throws RunError with the exit code of the command line.
 */
export async function runRecipe(options: RunOptions): Promise<RunReport> {
  const { recipe, archives, scorers, out, log = () => {}, phases: table = phases } = options
  const storage = openLocalDisk(out)
  const target = options.packInto === undefined ? storage : openLocalDisk(options.packInto)
  const fingerprints = fingerprintsOf(recipe, table)
  const view = openView({ recipe, archives, scorers, storage, target, fingerprints })
  await checkSources(view)
  const provider = scores(options) ? await prepareScorers(scorers, options.provider ?? 'auto', log) : 'cpu'
  await openRunRecord(storage, { recipe, archives, parent: null }, table)
  if (target !== storage) await openRunRecord(target, { recipe, archives, parent: resolve(out) }, table)
  await recordScorers(storage, scorers)
  await sweepScratch(out)
  if (options.packInto !== undefined) await sweepScratch(options.packInto)
  const machine: Machine = {
    duckdbMemoryBytes: options.duckdbMemoryBytes ?? DEFAULT_MEMORY,
    cores: availableParallelism(),
    provider,
  }
  const work = Object.fromEntries(WORK.map((name) => [name, 0])) as Record<WorkName, number>
  const crews = openCrews(options, machine, work)
  const onKill = (): void => void crews.kill()
  options.kill?.addEventListener('abort', onKill)
  const run: Run = { options, table, view, provider, crewOf: crews.of, log, counts: new Map(), units: {} }
  try {
    for (const group of groupsOf(table, view, options.until)) await runGroup(group, run)
    await crews.close()
  } catch (error) {
    await crews.kill()
    throw error
  } finally {
    options.kill?.removeEventListener('abort', onKill)
    await clearScratch(out)
    if (options.packInto !== undefined) await clearScratch(options.packInto)
  }
  const funnel = run.counts.has('select') ? closeAccount(run.counts) : null
  return { units: run.units, counts: Object.fromEntries(run.counts), work, funnel }
}

/** A re-cut needs no model, and neither does a run that stops before. */
function scores({ recut, until, scorers }: RunOptions): boolean {
  const reaches = until === undefined || PHASES.indexOf(until) >= PHASES.indexOf('score')
  return recut !== true && reaches && scorers.length > 0
}

interface Crews {
  readonly of: Run['crewOf']
  readonly close: () => Promise<void>
  readonly kill: () => Promise<void>
}

/** Workers that hold models are few and stay; the others are as many as the machine bears. */
function openCrews(options: RunOptions, machine: Machine, work: Record<WorkName, number>): Crews {
  const { recipe, archives, scorers, out, log = () => {} } = options
  const leases = openLeaseTable()
  const setup = {
    kind: 'setup',
    place: out,
    target: options.packInto ?? out,
    recipe,
    archives,
    scorers,
    machine,
  } as const
  const open = (size: number): WorkerCrew =>
    openCrew({
      entry: options.workerEntry ?? new URL('../worker/worker-main.js', import.meta.url),
      size,
      setup,
      leases,
      log,
      done: (done) => {
        for (const name of WORK) work[name] += done[name] ?? 0
      },
    })
  const crews = { any: open(options.workers ?? machine.cores), model: open(options.scoreWorkers ?? 1) }
  return {
    of: (kind) => crews[kind],
    close: async () => {
      await Promise.all([crews.any.close(), crews.model.close()])
    },
    kill: async () => {
      await Promise.all([crews.any.kill(), crews.model.kill()])
    },
  }
}
