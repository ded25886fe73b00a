import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { CLI, inCheckout } from '../place.js'
import type { CrashOrder } from './crash-main.js'
import { type CrashPoint, pointEnv } from './crash-point.js'

/** One line of `--log json`. */
export interface RunEvent {
  readonly time: string
  readonly event: string
  readonly phase?: string
  readonly unit?: string
  readonly attempt?: number
}

/** A coordinator with its workers, in a process group of its own as from a shell. */
export interface StartedRun {
  readonly pid: number
  readonly events: readonly RunEvent[]
  /** Lines of stderr that are no events: messages for people. */
  readonly messages: readonly string[]
  readonly hasEnded: () => boolean
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
}

export interface RunOrder {
  readonly recipe: string
  readonly out: string
  readonly workers: number
  readonly task?: { readonly index: number; readonly count: number }
  readonly wait?: boolean
  readonly scoreWorkers?: number
  /** FIELD=VALUE, as behind --set. */
  readonly sets?: readonly string[]
}

const CRASH_MAIN = inCheckout('test/dist/crash/crash-main.js')

/** The command line as a user starts it. */
export function startCli({
  recipe,
  out,
  workers,
  task,
  wait = true,
  scoreWorkers = 1,
  sets = [],
}: RunOrder): StartedRun {
  const tasks =
    task === undefined ? [] : ['--task', `${task.index}/${task.count}`, ...(wait ? ['--wait'] : [])]
  const set = sets.flatMap((each) => ['--set', each])
  const crews = ['--workers', String(workers), '--score-workers', String(scoreWorkers)]
  // Looking for a GPU takes a second of each of a thousand starts.
  return start(
    [CLI, 'run', recipe, '--out', out, ...crews, '--provider', 'cpu', '--log', 'json', ...set, ...tasks],
    {},
  )
}

/** The same run, held at a point; `marker` appears when it is there. */
export function startHeld(order: CrashOrder, point: CrashPoint, marker: string): StartedRun {
  return start([CRASH_MAIN, JSON.stringify(order)], pointEnv(point, marker))
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): StartedRun {
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  const events: RunEvent[] = []
  const messages: string[] = []
  let rest = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('{"time"')) events.push(JSON.parse(line) as RunEvent)
      else messages.push(line)
    }
  })
  let hasEnded = false
  // `exit`, not `close`: a worker that outlives its parent would keep stderr open, and that is for us to see.
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      hasEnded = true
      resolve(code ?? signal ?? 'SIGKILL')
    })
  })
  return { pid: child.pid ?? 0, events, messages, hasEnded: () => hasEnded, ended }
}

/** Polls until something is so; false if a run ended, or the time was up, before. */
export async function waitUntil(
  isSo: () => boolean,
  runs: readonly StartedRun[],
  limitMs = 60_000,
): Promise<boolean> {
  const start = Date.now()
  while (!isSo()) {
    if (runs.every((run) => run.hasEnded()) || Date.now() - start > limitMs) return isSo()
    await sleep(5)
  }
  return true
}

/** Waits for the `count`-th event of this name, in this phase if one is given. */
export function waitForEvent(run: StartedRun, name: string, phase?: string, count = 1): Promise<boolean> {
  const isIt = ({ event, phase: its }: RunEvent): boolean =>
    event === name && (phase === undefined || its === phase)
  return waitUntil(() => run.events.filter(isIt).length >= count, [run])
}
