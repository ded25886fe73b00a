import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { type FetcherOptions, openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import { type Answerer, openTestServer, says } from '@warc2dataset/stages/web/test-server'
import { MAX_BYTES } from './tcp-answers.js'

export type TcpLimits = Pick<
  FetcherOptions,
  | 'totalTimeoutMs'
  | 'connectTimeoutMs'
  | 'headersTimeoutMs'
  | 'idleTimeoutMs'
  | 'minBytesPerSecond'
  | 'rateWindowMs'
  | 'maxBytes'
>

/** Every limit bites before the deadline. */
export const WATCHED = {
  totalTimeoutMs: 3_000,
  connectTimeoutMs: 1_000,
  headersTimeoutMs: 1_000,
  idleTimeoutMs: 1_000,
  minBytesPerSecond: 1_000,
  rateWindowMs: 1_000,
  maxBytes: MAX_BYTES,
} as const
/** Only the deadline bites. */
export const ONLY_DEADLINE = {
  totalTimeoutMs: 1_500,
  connectTimeoutMs: 60_000,
  headersTimeoutMs: 60_000,
  idleTimeoutMs: 60_000,
  minBytesPerSecond: 0,
  rateWindowMs: 60_000,
  maxBytes: MAX_BYTES,
} as const

const GOOD = 'HTTP/1.1 200 OK\r\nContent-Length: 4'
const live = new AbortController().signal

/** A server that misbehaves at `/bad`, and behaves at `/good`; and a fetcher that asks it as `pics.test`. */
export async function openTcpWorld(
  bad: Answerer,
  limits: TcpLimits,
  more: Readonly<Record<string, Answerer>> = {},
) {
  const server = await openTestServer({
    '/bad': bad,
    '/good': says(GOOD, 'good'),
    '/good-once': says(`${GOOD}\r\nConnection: close`, 'good'),
    ...more,
  })
  const fetcher = openTcpFetcher(limits, { 'pics.test': `127.0.0.1:${server.port}` })
  return {
    server,
    fetch: (path: string) => byDeadline(fetcher.fetch(`http://pics.test${path}`, live), limits),
    close: async () => {
      await fetcher.close()
      await server.close()
    },
  }
}

/** Asks loopback by its address as well. */
export function openTcpFetcher(limits: TcpLimits, resolve: Readonly<Record<string, string>> = {}) {
  return openFetcher({
    userAgent: 'test (+https://example.org/contact)',
    allowHosts: ['127.0.0.1'],
    resolve,
    maxRedirects: 5,
    ...limits,
  })
}

const SLACK_MS = 5_000

/** What it is, or `late` if it is nothing at the deadline and a machine's worst pause after it. */
export async function byDeadline<T>(
  result: Promise<T>,
  { totalTimeoutMs }: Pick<TcpLimits, 'totalTimeoutMs'>,
): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), totalTimeoutMs + SLACK_MS)
  })
  return Promise.race([result, late]).finally(() => clearTimeout(timer))
}

/** A plain socket for each connection, which nothing reads of. */
export async function openPlainServer(onConnection: (socket: Socket, count: number) => void) {
  const open = new Set<Socket>()
  let count = 0
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
    onConnection(socket, ++count)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('Expected a port for the server, got none')
  return {
    port: address.port,
    connections: () => count,
    allClosed: async () => {
      await Promise.all([...open].map((socket) => once(socket, 'close')))
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
