import { setTimeout as sleep } from 'node:timers/promises'
import { type Proc, processTree, signal, waitGone } from './process-tree.js'
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
  TWO_WORKERS,
} from './proof.js'
import { type RunEvent, startCli, waitForEvent } from './start-run.js'

/** What runs below a coordinator in the middle of fetch: workers, and decoder children of each. */
interface Family {
  /** The one that scores is the last: it starts behind the first shard. */
  readonly workers: readonly Proc[]
  readonly decoders: readonly Proc[]
}

function familyOf(root: number): Family {
  const tree = processTree([root])
  const workers = tree.filter(({ parent }) => parent === root).sort((a, b) => a.pid - b.pid)
  const pids = new Set(workers.map(({ pid }) => pid))
  return { workers, decoders: tree.filter(({ parent }) => pids.has(parent)) }
}

/** Only the coordinator is killed. Its workers and their decoders must end by themselves, and soon. */
export async function killCoordinator(proof: Proof, then: 'wait' | 'continue at once'): Promise<Row> {
  const trial = openTrial(proof)
  const [run] = startMode(proof, trial.out, TWO_WORKERS)
  if (run === undefined) throw new Error('Expected a run, got none')
  await waitForEvent(run, 'unit_done', 'fetch', 3)
  const { workers, decoders } = familyOf(run.pid)
  if (workers.length < 2 || decoders.length < 1) {
    trial.problems.push(`only ${workers.length} workers and ${decoders.length} decoders to be left alone`)
  }
  signal(run.pid, 'SIGKILL')
  await run.ended
  const before = await committedUnits(trial.out)
  const going = waitGone([...workers, ...decoders], ORPHAN_MS)
  const gone = then === 'wait' ? await going : null
  // A worker that outlives its coordinator may still commit what it has: that costs nothing, it saves work.
  trial.reached.push(`fetch:${before.size}`)
  noteUnits(trial, run, new Set())
  await finish(proof, trial, TWO_WORKERS)
  const goneMs = then === 'wait' ? gone : await going
  if (goneMs === null) trial.problems.push(`a worker or decoder is still there after ${ORPHAN_MS} ms`)
  return closeTrial(proof, trial, {
    scenario: then === 'wait' ? 'coordinator alone killed' : 'the same, continued at once',
    mode: TWO_WORKERS.name,
    note: `${workers.length} workers, ${decoders.length} decoders gone after ${goneMs} ms`,
  })
}

export type Helper = 'worker' | 'decoder' | 'scorer'

/** Only a worker, a decoder, or the worker that scores is killed: the run must go on by itself and end well. */
export async function killHelper(proof: Proof, who: Helper): Promise<Row> {
  const trial = openTrial(proof)
  const [run] = startMode(proof, trial.out, TWO_WORKERS)
  if (run === undefined) throw new Error('Expected a run, got none')
  await waitForEvent(run, 'unit_done', who === 'scorer' ? 'score' : 'fetch', 2)
  const family = familyOf(run.pid)
  const victim = { worker: family.workers[0], decoder: family.decoders[0], scorer: family.workers.at(-1) }[
    who
  ]
  if (victim === undefined) trial.problems.push(`no ${who} to kill`)
  else signal(victim.pid, 'SIGKILL')
  trial.reached.push(`fetch:${(await committedUnits(trial.out)).size}`)
  const orphans = family.decoders.filter(({ parent }) => parent === victim?.pid)
  const gone = await waitGone(orphans, ORPHAN_MS)
  if (gone === null) trial.problems.push('the decoder of the killed worker is still there')
  const code = await run.ended
  if (code !== 0) trial.problems.push(`the run ended with ${code}: ${run.messages.slice(0, 5).join(' | ')}`)
  const failed = run.events.filter(({ event }) => event === 'unit_failed')
  noteUnits(trial, run, new Set())
  return closeTrial(proof, trial, {
    scenario: `a ${who} alone killed`,
    mode: TWO_WORKERS.name,
    note: `exit ${code}, ${failed.length} unit tried again`,
  })
}

/** Two coordinators on one folder: both must end well. */
export async function runTwice(proof: Proof, delayMs: number): Promise<Row> {
  const trial = openTrial(proof)
  const order = { recipe: proof.recipe, out: trial.out, workers: 2 }
  const first = startCli(order)
  await sleep(delayMs)
  const second = startCli(order)
  const codes = await Promise.all([first.ended, second.ended])
  if (codes.some((code) => code !== 0)) {
    const said = [...first.messages, ...second.messages].slice(0, 8).join(' | ')
    trial.problems.push(`they ended with ${codes.join(' and ')}: ${said}`)
  }
  for (const run of [first, second]) trial.started.push(...unitStarts(run.events))
  return closeTrial(proof, trial, {
    scenario: `two coordinators, ${delayMs} ms apart`,
    mode: '2 × 2 workers',
    note: `exit ${codes.join(' and ')}`,
  })
}

/** Two tasks that never run together: each does what it can and says with exit 9 that it waits for the other. */
export async function alternateTasks(proof: Proof): Promise<Row> {
  const trial = openTrial(proof)
  const codes: (number | string)[] = []
  for (let turn = 0; turn < 20 && codes.at(-1) !== 0; turn += 1) {
    const before = await committedUnits(trial.out)
    const run = startCli({
      recipe: proof.recipe,
      out: trial.out,
      workers: 2,
      task: { index: turn % 2, count: 2 },
      wait: false,
    })
    codes.push(await run.ended)
    noteUnits(trial, run, before)
  }
  if (codes.at(-1) !== 0 || codes.slice(0, -1).some((code) => code !== 9)) {
    trial.problems.push(`expected exit 9 until 0, got ${codes.join(', ')}`)
  }
  await finish(proof, trial, TWO_WORKERS)
  return closeTrial(proof, trial, {
    scenario: 'tasks in turn, no --wait',
    mode: 'two tasks',
    note: `exits ${codes.join(', ')}`,
  })
}

function unitStarts(events: readonly RunEvent[]): readonly RunEvent[] {
  return events.filter(({ event, attempt }) => event === 'unit_start' && attempt === 1)
}
