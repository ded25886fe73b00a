import { setTimeout as sleep } from 'node:timers/promises'
import { type Commit, PHASES, type PhaseName, RunError } from '@warc2dataset/schemas'
import { checkPhases, phaseCounts } from '../commits/accounts.js'
import { readCommits, retireOthers } from '../commits/commits.js'
import type { PhaseTable } from '../phases/index.js'
import { type Permits, type Phase, placeOf, type RunView, type Unit } from '../phases/phase.js'
import { type GrowingSource, growing } from '../work-source/in-process.js'
import { shareOf } from '../work-source/static-task.js'
import { staleGeneration } from '../worker/crew.js'
import { liftQuarantine, readQuarantine, recordQuarantine } from './quarantine.js'
import type { Run, RunOptions } from './run-options.js'

/** Phases that run at once: one, and those that follow it. Between groups everything is complete. */
export type PhaseGroup = readonly [Phase, ...Phase[]]

const POLL_MS = 500

/** The groups in order, up to and with the phase `until`; a phase without work in this run is left out. */
export function groupsOf(
  table: PhaseTable,
  view: RunView,
  until: PhaseName | undefined,
): readonly PhaseGroup[] {
  const groups: [Phase, ...Phase[]][] = []
  for (const name of PHASES) {
    const phase = table[name]
    const leader = groups.find(([first]) => first.name === phase.follows?.phase)
    if (phase.isIdle?.(view) !== true) {
      if (leader === undefined) groups.push([phase])
      else leader.push(phase)
    }
    if (name === until) break
  }
  return groups
}

/** Works on this task's share of a group, and waits until every unit of it is committed. */
export async function runGroup([leader, ...followers]: PhaseGroup, run: Run): Promise<void> {
  const units = await leader.units(run.view)
  if (leader.name === 'pack' && isFirstTask(run.options)) {
    const { view } = run
    await retireOthers(view.target, 'pack', view.fingerprints.pack)
    // Before pack is through nobody writes new ones, and this run may stop before latents.
    if (await retireOthers(view.target, 'latents', view.fingerprints.latents))
      await sweepFolder(view, 'latents/', await view.commits('latents'))
  }
  const lead = await startPhase(leader, shareOf(units, taskOf(run.options)), run)
  const following: Started[] = []
  for (const phase of followers) following.push(await startFollower(phase, units, run))
  const all = [lead, ...following]
  if (all.some(({ source }) => source.size > 0)) {
    for (const { phase } of all) await phase.admit?.(run.view, permits(run))
  }
  const leading = workOn(lead, run, async (unit, generation) => {
    if (following.length === 0) return
    const commit = await run.view.commit(leader.name, unit.id, generation)
    for (const { phase, source } of following)
      await source.offer(phase.follows?.unitsOf(commit, run.view) ?? [])
  }).finally(() => {
    for (const { source } of following) source.noMore()
  })
  // What no retry can help ends the whole group; units under way are finished.
  const stopAll = (error: unknown): never => {
    for (const { source } of all) source.stop()
    throw error
  }
  const works = [leading, ...following.map((started) => workOn(started, run))]
  const results = await Promise.allSettled(works.map((work) => work.catch(stopAll)))
  const broken = results.find((result) => result.status === 'rejected')
  if (broken !== undefined) throw broken.reason
  if (run.options.stop?.aborted) throw interrupted()
  await finishPhase(leader, units, run)
  for (const phase of followers) await finishPhase(phase, await phase.units(run.view), run)
}

function permits({ provider, vaeProvider, options }: Run): Permits {
  return { provider, vaeProvider, allowCpu: options.allowCpu === true }
}

/** One phase of a group with its units on their way. */
interface Started {
  readonly phase: Phase
  readonly source: PhaseSource
}

/** The units of one phase that have no commit yet, as far as they are known. */
interface PhaseSource extends GrowingSource {
  readonly size: number
  /** Generation that a unit is to write. */
  readonly generationOf: (unit: Unit) => number
  /** Takes those of the units that are pending. */
  readonly offer: (units: readonly Unit[]) => Promise<void>
}

async function startPhase(
  phase: Phase,
  share: readonly Unit[],
  run: Run,
  promised = share.length,
): Promise<Started> {
  const { view, options, log } = run
  const committed = await readCommits(placeOf(phase.name, view), phase.name, view.fingerprints[phase.name])
  const generations = new Map<string, number>()
  const pendingOf = async (units: readonly Unit[]): Promise<readonly Unit[]> => {
    const pending = units.filter((unit) => {
      const generation = staleGeneration(unit, committed.get(unit.id))
      if (generation !== null) generations.set(unit.id, generation)
      return generation !== null
    })
    for (const unit of pending) await liftQuarantine(view, phase.name, unit.id)
    return pending
  }
  const pending = await pendingOf(share)
  if (options.recut === true && pending.length > 0) requireFetched(phase.name, options.out)
  const source = growing(pending, {
    attempts: options.attempts ?? 3,
    backoffMs: (attempt) => 200 * 2 ** attempt,
  })
  if (phase.follows === undefined) source.noMore()
  const done = share.length - pending.length
  const workers = run.crewOf(phase.crew ?? 'any').size
  log('phase_start', { phase: phase.name, units: promised, pending: promised - done, workers })
  return {
    phase,
    source: {
      ...source,
      size: pending.length,
      generationOf: (unit) => generations.get(unit.id) ?? 0,
      offer: async (units) => source.add(await pendingOf(units)),
    },
  }
}

/** What follows from this task's units that were committed before; the rest is offered as they are committed. */
async function startFollower(phase: Phase, leading: readonly Unit[], run: Run): Promise<Started> {
  const mine = new Set(shareOf(leading, taskOf(run.options)).map(({ id }) => id))
  const fresh = await run.view.commits(phase.follows?.phase ?? phase.name)
  const byUnit = new Map(fresh.map((commit) => [commit.unit, commit]))
  const standing = leading.filter(
    (unit) => mine.has(unit.id) && staleGeneration(unit, byUnit.get(unit.id)) === null,
  )
  const units = standing.flatMap(
    (unit) => phase.follows?.unitsOf(byUnit.get(unit.id) as Commit, run.view) ?? [],
  )
  return startPhase(phase, units, run, mine.size * run.view.scorers.length)
}

/** Works until nothing is left to hand out; tells of each unit that is committed. */
async function workOn(
  { phase, source }: Started,
  run: Run,
  committed: (unit: Unit, generation: number) => Promise<void> = async () => {},
): Promise<void> {
  const { options, view } = run
  const stop = (): void => source.stop()
  options.stop?.addEventListener('abort', stop)
  if (options.stop?.aborted) stop()
  const epoch = PHASES.indexOf(phase.name)
  let done = 0
  try {
    await run.crewOf(phase.crew ?? 'any').work(
      {
        ...source,
        done: async (lease) => {
          done += 1
          await committed(lease.unit, source.generationOf(lease.unit))
          await source.done(lease)
        },
      },
      (unit) => {
        const generation = source.generationOf(unit)
        return { kind: 'unit', phase: phase.name, unit: unit.id, generation, inputs: unit.inputs, epoch }
      },
    )
  } finally {
    options.stop?.removeEventListener('abort', stop)
    run.units[phase.name] = done
  }
  if (options.stop?.aborted) return
  for (const quarantined of source.quarantined()) await recordQuarantine(view, phase.name, quarantined)
}

async function finishPhase(phase: Phase, units: readonly Unit[], run: Run): Promise<void> {
  const complete = await waitForAll(phase, units, run)
  run.counts.set(phase.name, phaseCounts(complete))
  const folder = OWN_FOLDERS[phase.name]
  if (folder === undefined) checkPhases(run.counts)
  else if (isFirstTask(run.options)) await sweepFolder(run.view, folder, complete)
  run.log('phase_done', { phase: phase.name, counts: run.counts.get(phase.name) })
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

/** A re-cut judges what was fetched; it must not start to fetch. */
function requireFetched(pending: PhaseName, out: string): void {
  if (PHASES.indexOf(pending) >= PHASES.indexOf('select')) return
  throw new RunError(
    'usage',
    `Expected a run in ${out} that is through ${pending}, got one that is not; run it first`,
  )
}

function taskOf({ task }: RunOptions): { readonly index: number; readonly count: number } {
  return task ?? { index: 0, count: 1 }
}

function isFirstTask(options: RunOptions): boolean {
  return taskOf(options).index === 0
}

function interrupted(): RunError {
  return new RunError(
    'interrupted',
    'Stopped on request. Nothing that was committed is lost: the same command continues.',
  )
}

function quarantined(phase: PhaseName, units: ReadonlyMap<string, string>, all: number): RunError {
  const list = [...units].map(([unit, error]) => `  ${unit}: ${error}`).join('\n')
  return new RunError(
    'quarantined',
    `Phase ${phase}: ${units.size} of ${all} units kept failing and were left out; the others are done.\n${list}`,
  )
}

/** A dataset holds exactly one selection: files of an earlier one that no commit names are removed. */
const OWN_FOLDERS: Readonly<Partial<Record<PhaseName, string>>> = { pack: 'dataset/', latents: 'latents/' }

async function sweepFolder({ target }: RunView, folder: string, commits: readonly Commit[]): Promise<void> {
  const named = new Set(commits.flatMap((commit) => commit.files.map((file) => file.name)))
  for (const name of await target.list(folder)) {
    if (!named.has(name)) await target.remove(name)
  }
}
