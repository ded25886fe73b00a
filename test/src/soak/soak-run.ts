import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@warc2dataset/pipeline/demo/seeded-random'
import { killTree, processTree, signal, waitGone } from '../crash/process-tree.js'
import { type FetchOrder, type StartedFetch, startFetch } from './start-fetch.js'
import { watchMemory } from './tree-memory.js'

/** Who is killed, by turns. */
export const VICTIMS = ['worker', 'coordinator', 'tree'] as const
export type Victim = (typeof VICTIMS)[number]

export interface KillOrder {
  readonly seed: number
  /** Between two kills, s: drawn evenly. */
  readonly seconds: readonly [least: number, most: number]
  readonly most: number
}

/** One run until it was through. */
export interface SoakRun {
  readonly seconds: number
  readonly kills: Readonly<Record<Victim, number>>
  /** Shards that were under way when something was killed; their URLs may be asked for again. */
  readonly disturbed: ReadonlySet<string>
  /** MiB of all processes, in the order of time. */
  readonly memory: readonly number[]
  readonly problems: readonly string[]
}

const LOOK_MS = 1000
const GONE_MS = 20_000
const POLL_MS = 20
/** A worker's shard comes back by itself; a killed worker for the third time in one shard gives it up. */
const MOST_STARTS = 1000

/** Runs until fetch is through, killed again and again until then; null: undisturbed. */
export async function soakRun(order: FetchOrder, kill: KillOrder | null): Promise<SoakRun> {
  const random = createRandom(`soak-kills/${kill?.seed}`)
  const kills = { worker: 0, coordinator: 0, tree: 0 }
  const disturbed = new Set<string>()
  const problems: string[] = []
  const state: { run: StartedFetch | null; turn: number } = { run: null, turn: 0 }
  const memory = watchMemory(() => (state.run?.hasEnded() === false ? state.run.pid : null), LOOK_MS)
  const started = performance.now()

  /** True: something is to be started again. */
  const killOne = async (run: StartedFetch): Promise<boolean> => {
    const victim = VICTIMS[state.turn % VICTIMS.length] ?? 'tree'
    const tree = processTree([run.pid])
    if (victim === 'worker') {
      const workers = tree.filter(({ parent }) => parent === run.pid)
      const chosen = workers[random.int(Math.max(1, workers.length))]
      if (chosen === undefined) return false
      signal(chosen.pid, 'SIGKILL')
    } else if (victim === 'coordinator') signal(run.pid, 'SIGKILL')
    else killTree([run.pid])
    kills[victim] += 1
    state.turn += 1
    if (victim === 'worker') return false
    const left = await waitGone(tree, GONE_MS)
    if (left === null) problems.push(`${victim} killed: a process of the run is still there`)
    await run.ended
    for (const unit of run.underWay) disturbed.add(unit)
    return true
  }
  const goOn = async (run: StartedFetch): Promise<number | NodeJS.Signals | null> => {
    while (run.underWay.size === 0 && !run.hasEnded()) await sleep(POLL_MS)
    while (kill !== null && state.turn < kill.most) {
      const [least, most] = kill.seconds
      const pause = sleep(1000 * (least + random.float() * (most - least)), null)
      const code = await Promise.race([run.ended, pause])
      if (code !== null || run.hasEnded()) return run.ended
      if (await killOne(run)) return null
    }
    return run.ended
  }

  for (let starts = 1; ; starts += 1) {
    const run = startFetch(order)
    state.run = run
    const code = await goOn(run)
    for (const unit of run.failed) disturbed.add(unit)
    if (run.outages() > 0) problems.push(`the network was called gone ${run.outages()} times`)
    if (code === null && starts < MOST_STARTS) continue
    if (code !== 0) problems.push(`ended with ${code}: ${run.messages.slice(-5).join(' | ')}`)
    break
  }
  memory.stop()
  const seconds = (performance.now() - started) / 1000
  return { seconds, kills, disturbed, memory: memory.looks, problems }
}
