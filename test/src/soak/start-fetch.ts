import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { CLI } from '../place.js'

export interface FetchOrder {
  readonly recipe: string
  readonly out: string
  readonly workers: number
}

/** `run --until fetch` as a user starts it. */
export interface StartedFetch {
  readonly pid: number
  /** Shards that were begun and are neither done nor given back. */
  readonly underWay: ReadonlySet<string>
  /** Shards whose worker ended in the middle. */
  readonly failed: ReadonlySet<string>
  /** Times the network was called gone; the server never was. */
  readonly outages: () => number
  readonly hasEnded: () => boolean
  /** Exit code, or the signal that ended it; when all is heard that it said. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** The last lines of stderr that are no events. */
  readonly messages: readonly string[]
}

interface FetchEvent {
  readonly event: string
  readonly phase?: string
  readonly unit?: string
}

const MOST_MESSAGES = 20

export function startFetch({ recipe, out, workers }: FetchOrder): StartedFetch {
  const flags = ['--until', 'fetch', '--workers', String(workers), '--provider', 'cpu', '--log', 'json']
  const child = spawn(process.execPath, [CLI, 'run', recipe, '--out', out, ...flags], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const underWay = new Set<string>()
  const failed = new Set<string>()
  const messages: string[] = []
  let [rest, outages, hasEnded] = ['', 0, false]
  const hear = ({ event, phase, unit = '' }: FetchEvent): void => {
    if (event === 'network_gone') outages += 1
    if (phase !== 'fetch') return
    if (event === 'unit_start') underWay.add(unit)
    if (event === 'unit_done' || event === 'unit_failed') underWay.delete(unit)
    if (event === 'unit_failed') failed.add(unit)
  }
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line.startsWith('{"time"')) hear(JSON.parse(line) as FetchEvent)
      else messages.push(line)
    }
    messages.splice(0, messages.length - MOST_MESSAGES)
  })
  child.once('exit', () => {
    hasEnded = true
  })
  // `close`: workers hold stderr too, and are gone then as well.
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  return {
    pid: child.pid ?? 0,
    underWay,
    failed,
    outages: () => outages,
    hasEnded: () => hasEnded,
    ended,
    messages,
  }
}
