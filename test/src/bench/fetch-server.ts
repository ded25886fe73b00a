import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** What a server is told: on its command line, as JSON. */
export interface ServerOrder {
  /** JPEGs; `/N.jpg` of any host shows number N modulo their number. */
  readonly files: readonly string[]
  /** Between a request and its answer, ms. */
  readonly latencyMs: number
}

/** What the server saw of one host. */
export interface HostLog {
  readonly host: string
  /** Requests for pictures that it has. */
  readonly pictures: number
  /** Requests for robots.txt, which it does not have. */
  readonly robots: number
  /** Requests for anything else. */
  readonly others: number
  /** Most requests under way at one moment, from their head to the end of their answer. */
  readonly mostAtOnce: number
  /** Most connections open at one moment, idle ones included. */
  readonly mostConnections: number
  /** Most requests, robots.txt included, that came within a second, wherever it begins. */
  readonly mostPerSecond: number
}

export type ServerTold =
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'log'; readonly hosts: readonly HostLog[] }

/** All hosts behind one loopback port, in a process of its own. */
export interface FetchServer {
  readonly port: number
  readonly pid: number
  /** What came since the last call. */
  readonly takeLog: () => Promise<readonly HostLog[]>
  readonly close: () => Promise<void>
}

/** Starts the server; it ends with this process. @throws Error if it does not open. */
export async function startFetchServer(order: ServerOrder): Promise<FetchServer> {
  const child = fork(new URL('fetch-server-main.js', import.meta.url), [JSON.stringify(order)])
  const ended = once(child, 'exit')
  const opened = await heard(child, ended)
  if (opened.kind !== 'port') throw new Error(`Expected a port from the server, got ${opened.kind}`)
  return {
    port: opened.port,
    pid: child.pid ?? 0,
    takeLog: async () => {
      child.send('log')
      const said = await heard(child, ended)
      return said.kind === 'log' ? said.hosts : []
    },
    close: async () => {
      child.disconnect()
      await ended
    },
  }
}

/** The next message; a listener once for its end, since a server is asked often. */
async function heard(child: ChildProcess, ended: Promise<unknown>): Promise<ServerTold> {
  const next = new Promise<ServerTold>((resolve) =>
    child.once('message', (said) => resolve(said as ServerTold)),
  )
  const said = await Promise.race([next, ended.then(() => null)])
  if (said === null) throw new Error('Expected an answer of the server, got its end')
  return said
}

/** All hosts together; the most of one host for what has a most. */
export function sumLogs(logs: readonly HostLog[]): Omit<HostLog, 'host'> {
  const sum = (of: (log: HostLog) => number): number => logs.reduce((total, log) => total + of(log), 0)
  const most = (of: (log: HostLog) => number): number => logs.reduce((top, log) => Math.max(top, of(log)), 0)
  return {
    pictures: sum(({ pictures }) => pictures),
    robots: sum(({ robots }) => robots),
    others: sum(({ others }) => others),
    mostAtOnce: most(({ mostAtOnce }) => mostAtOnce),
    mostConnections: most(({ mostConnections }) => mostConnections),
    mostPerSecond: most(({ mostPerSecond }) => mostPerSecond),
  }
}
