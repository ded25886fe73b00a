import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Commit, type Counts, PHASES, type PhaseName, RunError } from '@warc2dataset/schemas'
import { WORK, type WorkName } from '@warc2dataset/stages/stage'
import { checkPhases, closeAccount, type Funnel, phaseCounts } from '../commits/accounts.js'
import { readCommits, retireOthers } from '../commits/commits.js'
import { fingerprintsOf, type PhaseTable, phases } from '../phases/index.js'
import { type Machine, type Phase, placeOf, type RunView, type Unit } from '../phases/phase.js'
import { openLocalDisk } from '../storage/local-disk.js'
import { clearScratch, sweepScratch } from '../storage/scratch.js'
import { shareOf, staticTask, type Task } from '../work-source/static-task.js'
import type { WorkSource } from '../work-source/work-source.js'
import { openCrew, type RunLog, staleGeneration, type WorkerCrew } from '../worker/crew.js'
import { checkArchives } from './check-archives.js'
import type { LoadedRecipe } from './load-recipe.js'
import { openView } from './open-view.js'
import { liftQuarantine, readQuarantine, recordQuarantine } from './quarantine.js'
import { openRunRecord } from './run-record.js'

export interface RunOptions extends LoadedRecipe {
  /** Folder of the run. */
  readonly out: string
  /** Folder for dataset/, if not the run's own: another cut of a fetched run. */
  readonly packInto?: string
  /** Judges a fetched run again: nothing before select may be missing. */
  readonly recut?: boolean
  readonly workers?: number
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

const POLL_MS = 500
const DEFAULT_MEMORY = 2 ** 30

/**
 * Runs a recipe to its end, or continues where a run stopped: only what has no commit is worked on.
 * @throws RunError with the exit code of the command line.
 */
export async function runRecipe(options: RunOptions): Promise<RunReport> {
  const { recipe, archives, out, log = () => {}, phases: table = phases } = options
  const storage = openLocalDisk(out)
  const target = options.packInto === undefined ? storage : openLocalDisk(options.packInto)
  const fingerprints = fingerprintsOf(recipe, table)
  const view = openView({ recipe, archives, storage, target, fingerprints })
  await checkArchives(view)
  await openRunRecord(storage, { recipe, archives, parent: null }, table)
  if (target !== storage) await openRunRecord(target, { recipe, archives, parent: resolve(out) }, table)
  await sweepScratch(out)
  if (options.packInto !== undefined) await sweepScratch(options.packInto)
  const machine: Machine = {
    duckdbMemoryBytes: options.duckdbMemoryBytes ?? DEFAULT_MEMORY,
    cores: availableParallelism(),
  }
  const work: Record<WorkName, number> = { archive_passes: 0, records_read: 0, pictures_decoded: 0 }
  const crew = openCrew({
    entry: options.workerEntry ?? new URL('../worker/worker-main.js', import.meta.url),
    size: options.workers ?? machine.cores,
    setup: { kind: 'setup', place: out, target: options.packInto ?? out, recipe, archives, machine },
    log,
    done: (done) => {
      for (const name of WORK) work[name] += done[name] ?? 0
    },
  })
  const onKill = (): void => void crew.kill()
  options.kill?.addEventListener('abort', onKill)
  const run: Run = { options, view, crew, log, counts: new Map(), units: {} }
  try {
    for (const name of PHASES) {
      await runPhase(table[name], PHASES.indexOf(name), run)
      if (name === options.until) break
    }
    await crew.close()
  } catch (error) {
    await crew.kill()
    throw error
  } finally {
    options.kill?.removeEventListener('abort', onKill)
    await clearScratch(out)
    if (options.packInto !== undefined) await clearScratch(options.packInto)
  }
  const funnel = run.counts.has('select') ? closeAccount(run.counts) : null
  return { units: run.units, counts: Object.fromEntries(run.counts), work, funnel }
}

interface Run {
  readonly options: RunOptions
  readonly view: RunView
  readonly crew: WorkerCrew
  readonly log: RunLog
  readonly counts: Map<PhaseName, Counts>
  readonly units: Partial<Record<PhaseName, number>>
}

async function runPhase(phase: Phase, epoch: number, run: Run): Promise<void> {
  const { view, options, log } = run
  const units = await phase.units(view)
  if (phase.name === 'pack' && isFirstTask(options)) {
    await retireOthers(view.target, 'pack', view.fingerprints.pack)
  }
  const committed = await readCommits(placeOf(phase.name, view), phase.name, view.fingerprints[phase.name])
  const isPending = (unit: Unit): boolean => staleGeneration(unit, committed.get(unit.id)) !== null
  const task = options.task ?? { index: 0, count: 1 }
  for (const unit of shareOf(units, task).filter(isPending)) {
    await liftQuarantine(view, phase.name, unit.id)
  }
  const source = staticTask(units, task, {
    attempts: options.attempts ?? 3,
    backoffMs: (attempt) => 200 * 2 ** attempt,
    isPending,
  })
  if (options.recut === true && units.some(isPending)) requireFetched(phase.name, options.out)
  log('phase_start', { phase: phase.name, units: units.length, pending: units.filter(isPending).length })
  run.units[phase.name] = await workOn(phase, epoch, source, committed, run)
  const complete = await waitForAll(phase, units, run)
  run.counts.set(phase.name, phaseCounts(complete))
  if (phase.name !== 'pack') checkPhases(run.counts)
  if (phase.name === 'pack' && isFirstTask(options)) await sweepDataset(view, complete)
  log('phase_done', { phase: phase.name, counts: run.counts.get(phase.name) })
}

/** A re-cut judges what was fetched; it must not start to fetch. */
function requireFetched(pending: PhaseName, out: string): void {
  if (PHASES.indexOf(pending) >= PHASES.indexOf('select')) return
  throw new RunError(
    'usage',
    `Expected a fetched run in ${out}, got one that is not through ${pending}; run it first`,
  )
}

function isFirstTask({ task }: RunOptions): boolean {
  return task === undefined || task.index === 0
}

/** Works on this task's share; returns the number of units done. */
async function workOn(
  phase: Phase,
  epoch: number,
  source: WorkSource,
  committed: ReadonlyMap<string, Commit>,
  run: Run,
): Promise<number> {
  const { options, crew, view } = run
  const stop = (): void => source.stop()
  options.stop?.addEventListener('abort', stop)
  if (options.stop?.aborted) stop()
  let done = 0
  try {
    await crew.work(source, (unit) => {
      done += 1
      const generation = staleGeneration(unit, committed.get(unit.id)) ?? 0
      return { kind: 'unit', phase: phase.name, unit: unit.id, generation, inputs: unit.inputs, epoch }
    })
  } finally {
    options.stop?.removeEventListener('abort', stop)
  }
  if (options.stop?.aborted) throw interrupted()
  for (const quarantined of source.quarantined()) await recordQuarantine(view, phase.name, quarantined)
  return done
}

function interrupted(): RunError {
  return new RunError(
    'interrupted',
    'Stopped on request. Nothing that was committed is lost: the same command continues.',
  )
}

/** The commits of every unit of the phase, once all are there. */
async function waitForAll(
  phase: Phase,
  units: readonly Unit[],
  { view, options }: Run,
): Promise<readonly Commit[]> {
  for (;;) {
    const committed = await readCommits(placeOf(phase.name, view), phase.name, view.fingerprints[phase.name])
    const missing = units.filter((unit) => staleGeneration(unit, committed.get(unit.id)) !== null)
    if (missing.length === 0) return units.map((unit) => committed.get(unit.id) as Commit)
    const givenUp = await readQuarantine(view, phase.name)
    if (missing.every((unit) => givenUp.has(unit.id))) throw quarantined(phase.name, givenUp, units.length)
    const others = `Phase ${phase.name}: ${missing.length} of ${units.length} units are other tasks'`
    if (options.wait !== true) throw new RunError('waiting', `${others}; run this task again, or use --wait`)
    if (options.stop?.aborted) throw interrupted()
    await sleep(POLL_MS)
  }
}

function quarantined(phase: PhaseName, units: ReadonlyMap<string, string>, all: number): RunError {
  const list = [...units].map(([unit, error]) => `  ${unit}: ${error}`).join('\n')
  return new RunError(
    'quarantined',
    `Phase ${phase}: ${units.size} of ${all} units kept failing and were left out; the others are done.\n${list}`,
  )
}

/** A dataset holds exactly one selection: files of an earlier one that no commit names are removed. */
async function sweepDataset({ target }: RunView, commits: readonly Commit[]): Promise<void> {
  const named = new Set(commits.flatMap((commit) => commit.files.map((file) => file.name)))
  for (const name of await target.list('dataset/')) {
    if (!named.has(name)) await target.remove(name)
  }
}
