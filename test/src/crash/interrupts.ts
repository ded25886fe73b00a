import { setTimeout as sleep } from 'node:timers/promises'
import { processTree, signal, waitGone } from './process-tree.js'
import {
  closeTrial,
  committedUnits,
  finish,
  noteUnits,
  ORPHAN_MS,
  openTrial,
  type Proof,
  type Row,
  startMode,
  type Trial,
  TWO_WORKERS,
} from './proof.js'
import { type RunEvent, type StartedRun, waitForEvent } from './start-run.js'

/** A stop that gives units up must not feel like one that finishes them. */
const FAST_MS = 2_000
const INTERRUPTED = 11

export interface Interrupt {
  readonly scenario: string
  /** While workers start, or in the middle of fetch. */
  readonly when?: 'at the start'
  /** Sends the signals; returns when the last one was sent. */
  readonly send: (run: StartedRun) => Promise<void>
  /** What is expected of units under way. */
  readonly units: 'finished' | 'given up'
}

/** Ctrl-C reaches the whole foreground group, as from a terminal. */
const ctrlC = (run: StartedRun): void => signal(-run.pid, 'SIGINT')

export const INTERRUPTS: readonly Interrupt[] = [
  { scenario: 'Ctrl-C once', send: async (run) => ctrlC(run), units: 'finished' },
  { scenario: 'SIGTERM', send: async (run) => signal(run.pid, 'SIGTERM'), units: 'finished' },
  { scenario: 'SIGTERM to all', send: async (run) => signal(-run.pid, 'SIGTERM'), units: 'finished' },
  {
    scenario: 'Ctrl-C twice',
    send: async (run) => {
      ctrlC(run)
      await sleep(30)
      ctrlC(run)
    },
    units: 'given up',
  },
  {
    // Not to the group: workers cannot ignore a signal before they are up.
    scenario: 'SIGTERM twice at the start',
    when: 'at the start',
    send: async (run) => {
      signal(run.pid, 'SIGTERM')
      await sleep(30)
      signal(run.pid, 'SIGTERM')
    },
    units: 'given up',
  },
]

/** Interrupts a run, checks how it ends, and lets it finish. */
export async function interruptRun(proof: Proof, { scenario, when, send, units }: Interrupt): Promise<Row> {
  const trial = openTrial(proof)
  const [run] = startMode(proof, trial.out, TWO_WORKERS)
  if (run === undefined) throw new Error('Expected a run, got none')
  if (when === 'at the start') await waitForEvent(run, 'unit_start')
  else await waitForEvent(run, 'unit_done', 'fetch', 2)
  const tree = processTree([run.pid])
  await send(run)
  const sent = Date.now()
  const code = await run.ended
  const tookMs = Date.now() - sent
  if (code !== INTERRUPTED) {
    trial.problems.push(`ended with ${code}, not ${INTERRUPTED}: ${run.messages.slice(0, 5).join(' | ')}`)
  }
  if (units === 'given up' && tookMs > FAST_MS) trial.problems.push(`took ${tookMs} ms to stop at once`)
  if (units === 'finished') await checkFinished(trial, run)
  if ((await waitGone(tree, ORPHAN_MS)) === null) trial.problems.push('a process outlived the run')
  const committed = await committedUnits(trial.out)
  if (when === 'at the start' && committed.size > 0) {
    trial.problems.push(`${[...committed].join(', ')}: was not given up`)
  }
  trial.reached.push(`${when === undefined ? 'fetch' : 'extract'}:${committed.size}`)
  noteUnits(trial, run, new Set())
  await finish(proof, trial, TWO_WORKERS)
  const note = `exit ${code} after ${tookMs} ms`
  return closeTrial(proof, trial, { scenario, mode: TWO_WORKERS.name, note })
}

/** Every unit that was started has its commit: nothing under way was thrown away, nothing started after. */
async function checkFinished(trial: Trial, run: StartedRun): Promise<void> {
  const committed = await committedUnits(trial.out)
  for (const name of unitNames(run.events, 'unit_start')) {
    if (!committed.has(name)) trial.problems.push(`${name}: was under way and is not committed`)
  }
  const noted = run.events.findIndex(({ event }) => event === 'note')
  if (noted === -1) trial.problems.push('the run did not say that it stops')
  const late = unitNames(run.events.slice(noted + 1), 'unit_start')
  if (noted !== -1 && late.length > 0) trial.problems.push(`started after the signal: ${late.join(', ')}`)
}

function unitNames(events: readonly RunEvent[], name: string): readonly string[] {
  return events.filter(({ event }) => event === name).map(({ phase, unit }) => `${phase}/${unit}`)
}

/** A hangup ends everything at once, without an exit code; as good as a kill, and no worse. */
export async function hangUp(proof: Proof): Promise<Row> {
  const trial = openTrial(proof)
  const [run] = startMode(proof, trial.out, TWO_WORKERS)
  if (run === undefined) throw new Error('Expected a run, got none')
  await waitForEvent(run, 'unit_done', 'fetch', 2)
  const tree = processTree([run.pid])
  signal(-run.pid, 'SIGHUP')
  const code = await run.ended
  const gone = await waitGone(tree, ORPHAN_MS)
  if (gone === null) trial.problems.push('a process outlived the run')
  trial.reached.push(`fetch:${(await committedUnits(trial.out)).size}`)
  noteUnits(trial, run, new Set())
  await finish(proof, trial, TWO_WORKERS)
  return closeTrial(proof, trial, {
    scenario: 'SIGHUP to all',
    mode: TWO_WORKERS.name,
    note: `ended by ${code}, all gone after ${gone} ms`,
  })
}
