import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What a host does with one request. */
export type Answer =
  | {
      readonly kind: 'says'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: Buffer
      /** Between the request and the answer, ms. */
      readonly waitMs?: number
    }
  | { readonly kind: 'silent' }
  /** The head, then a byte every 100 ms. */
  | { readonly kind: 'drips'; readonly body: Buffer }
  /** Half of the announced body, then the end. */
  | { readonly kind: 'cuts'; readonly body: Buffer }
  /** These bytes in place of an answer in HTTP, then the end. */
  | { readonly kind: 'breaks_off'; readonly text: string }

/** One request as the server saw it. Times are ms since 1970 by a clock that never steps back, of the server's process. */
export interface Served {
  readonly host: string
  readonly path: string
  /** When its head was read. */
  readonly from: number
  /** When its answer had left, or its connection was gone; Infinity: neither yet. */
  readonly until: number
  /** 0: no status was sent. */
  readonly status: number
}

/** `nth` counts the requests of this host and path, from 0. */
export type AnswerOf = (host: string, path: string, nth: number) => Answer

export interface AnsweringServer {
  readonly port: number
  readonly requests: () => readonly Served[]
  /** Forgets the requests so far; `nth` begins again. */
  readonly forget: () => void
  readonly close: () => Promise<void>
}

const DRIP_MS = 100

/** All hosts behind one loopback port, with a log that owes nothing to whoever asks. */
export async function serveAnswers(answerOf: AnswerOf): Promise<AnsweringServer> {
  let log: { -readonly [K in keyof Served]: Served[K] }[] = []
  let asked = new Map<string, number>()

  const handle = ({ headers, socket, url: path = '' }: IncomingMessage, response: ServerResponse): void => {
    const { host = '' } = headers
    const nth = asked.get(host + path) ?? 0
    asked.set(host + path, nth + 1)
    const answer = answerOf(host, path, nth)
    const served = { host, path, from: steadyTime(), until: Infinity, status: statusOf(answer) }
    log.push(served)
    const over = (): void => {
      served.until = Math.min(served.until, steadyTime())
    }
    response.once('finish', over)
    response.once('close', over)
    send(answer, response, socket)
  }
  const server = createServer(handle)
  // Else an idle connection could end just as it is used again, and the request come twice.
  server.keepAliveTimeout = 600_000
  server.requestTimeout = 0
  server.listen(0, '127.0.0.1', 4096)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port, got none')
  return {
    port: address.port,
    requests: () => log,
    forget: () => {
      log = []
      asked = new Map()
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function statusOf(answer: Answer): number {
  if (answer.kind === 'says') return answer.status
  return answer.kind === 'drips' || answer.kind === 'cuts' ? 200 : 0
}

function send(answer: Answer, response: ServerResponse, socket: Socket): void {
  switch (answer.kind) {
    case 'says': {
      const { status, headers = {}, body = Buffer.alloc(0), waitMs = 0 } = answer
      const say = (): void => {
        response.writeHead(status, { ...headers, 'content-length': body.length }).end(body)
      }
      if (waitMs > 0) setTimeout(say, waitMs)
      else say()
      return
    }
    case 'silent':
      return
    case 'drips':
      drip(answer.body, response)
      return
    case 'cuts':
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': answer.body.length })
      response.write(answer.body.subarray(0, answer.body.length / 2), () => socket.end())
      return
    case 'breaks_off':
      return void socket.end(answer.text)
    default:
      answer satisfies never
  }
}

function drip(body: Buffer, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': body.length })
  response.flushHeaders()
  let sent = 0
  const timer = setInterval(() => {
    if (sent < body.length) response.write(body.subarray(sent, ++sent))
    else response.end()
  }, DRIP_MS)
  response.once('close', () => clearInterval(timer))
}

/** ms since 1970, with a fraction; never steps back within a process. */
export function steadyTime(): number {
  return performance.timeOrigin + performance.now()
}
