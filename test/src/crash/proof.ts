import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { killTree, waitGone } from './process-tree.js'
import { compareSnapshots, listCommits, type Snapshot, takeSnapshot } from './snapshot.js'
import { type RunEvent, type StartedRun, startCli } from './start-run.js'

/** What every scenario needs. */
export interface Proof {
  readonly recipe: string
  /** Folder for runs. */
  readonly folder: string
  readonly undisturbed: Snapshot
  readonly units: number
}

/** How a run is worked on: by so many workers, or as so many tasks with one worker each. */
export interface Mode {
  readonly name: string
  readonly workers: number
  readonly tasks: number
}

export const ONE_WORKER: Mode = { name: '1 worker', workers: 1, tasks: 1 }
export const TWO_WORKERS: Mode = { name: '2 workers', workers: 2, tasks: 1 }
export const FOUR_WORKERS: Mode = { name: '4 workers', workers: 4, tasks: 1 }
export const TWO_TASKS: Mode = { name: 'two tasks', workers: 1, tasks: 2 }
export const MODES: readonly Mode[] = [ONE_WORKER, TWO_WORKERS, FOUR_WORKERS, TWO_TASKS]

/** A line of the table. */
export interface Row {
  readonly scenario: string
  readonly mode: string
  readonly kills: number
  /** Where the run was at each kill: phase and units committed. */
  readonly reached: readonly string[]
  /** Units started more than once: the price of the kills. */
  readonly redone: number
  readonly note: string
  /** Empty if the result is identical and nothing else was wrong. */
  readonly problems: readonly string[]
}

/** How long a process may outlive its parent. */
export const ORPHAN_MS = 5_000

/** Starts the run as the mode says. */
export function startMode(proof: Proof, out: string, mode: Mode): readonly StartedRun[] {
  return ordersOf(proof, out, mode).map(startCli)
}

export function ordersOf(
  { recipe }: Proof,
  out: string,
  mode: Mode,
): readonly {
  readonly recipe: string
  readonly out: string
  readonly workers: number
  readonly task?: { readonly index: number; readonly count: number }
}[] {
  if (mode.tasks === 1) return [{ recipe, out, workers: mode.workers }]
  return Array.from({ length: mode.tasks }, (_, index) => ({
    recipe,
    out,
    workers: mode.workers,
    task: { index, count: mode.tasks },
  }))
}

/** What one scenario saw; filled as it goes, and made a row at its end. */
export interface Trial {
  readonly out: string
  readonly reached: string[]
  readonly problems: string[]
  readonly started: RunEvent[]
}

let trials = 0

export function openTrial({ folder }: Proof): Trial {
  trials += 1
  return { out: join(folder, `run-${trials}`), reached: [], problems: [], started: [] }
}

/** Notes which units a run worked on. What was committed before it began must not be among them. */
export function noteUnits(trial: Trial, run: StartedRun, before: ReadonlySet<string>): void {
  const units = run.events.filter(({ event, attempt }) => event === 'unit_start' && attempt === 1)
  for (const unit of units) {
    const name = `${unit.phase}/${unit.unit}`
    if (before.has(name)) trial.problems.push(`${name}: was committed and done again`)
  }
  trial.started.push(...units)
}

export async function committedUnits(out: string): Promise<ReadonlySet<string>> {
  return new Set((await listCommits(out)).keys())
}

/** Kills the trees of these runs; everything below them must be gone soon. */
export async function killRuns(trial: Trial, runs: readonly StartedRun[]): Promise<void> {
  const phase = runs
    .flatMap(({ events }) => events.filter(({ event }) => event === 'phase_start'))
    .at(-1)?.phase
  const killed = killTree(runs.filter((run) => !run.hasEnded()).map(({ pid }) => pid))
  if ((await waitGone(killed, ORPHAN_MS)) === null) trial.problems.push('a killed process is still there')
  await Promise.all(runs.map(({ ended }) => ended))
  trial.reached.push(`${phase ?? 'start'}:${(await committedUnits(trial.out)).size}`)
}

/** Runs again until it is done. */
export async function finish(proof: Proof, trial: Trial, mode: Mode): Promise<void> {
  const before = await committedUnits(trial.out)
  const runs = startMode(proof, trial.out, mode)
  const codes = await Promise.all(runs.map(({ ended }) => ended))
  for (const run of runs) noteUnits(trial, run, before)
  codes.forEach((code, index) => {
    if (code !== 0) {
      const said = runs[index]?.messages.slice(0, 5).join(' | ')
      trial.problems.push(`the run that continues ended with ${code}: ${said}`)
    }
  })
}

/** Compares the end with the undisturbed run, removes the run, and makes the row. */
export async function closeTrial(
  proof: Proof,
  trial: Trial,
  row: Pick<Row, 'scenario' | 'mode'> & { readonly note?: string },
): Promise<Row> {
  const problems = [...trial.problems, ...compareSnapshots(proof.undisturbed, await takeSnapshot(trial.out))]
  if (problems.length === 0) await rm(trial.out, { recursive: true, force: true })
  return {
    note: '',
    ...row,
    kills: trial.reached.length,
    reached: trial.reached,
    redone: trial.started.length - proof.units,
    problems,
  }
}
