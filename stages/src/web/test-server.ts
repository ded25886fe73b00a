import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'

/** A fixture of the tests: answers with raw bytes, so that it can misbehave in every way. */
export interface TestServer {
  readonly port: number
  /** Heads of the requests that came, as text. */
  readonly heads: readonly string[]
  /** Connections so far. */
  readonly connections: () => number
  /** Bytes received so far. */
  readonly received: () => number
  /** Resolves when no connection is open. */
  readonly allClosed: () => Promise<void>
  readonly close: () => Promise<void>
}

export type Answerer = (socket: Socket, path: string) => void

/** Listens on loopback and answers each request by its path (without query), unknown paths with 404. */
export async function openTestServer(
  routes: Readonly<Record<string, Answerer>>,
  options: { readonly host?: string; readonly port?: number; readonly tls?: TlsOptions } = {},
): Promise<TestServer> {
  const { host = '127.0.0.1', port = 0, tls } = options
  const open = new Set<Socket>()
  const heads: string[] = []
  let connections = 0
  let received = 0

  const serve = (socket: Socket) => {
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => {
      received += bytes.length
      text += bytes.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end !== -1; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end)
        text = text.slice(end + 4)
        heads.push(head)
        const path = head.split(' ')[1] ?? ''
        const answer = routes[path.split('?')[0] ?? ''] ?? says('HTTP/1.1 404 Not Found\r\nContent-Length: 0')
        answer(socket, path)
      }
    })
  }
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  server.on('tlsClientError', () => {})
  server.on('connection', (socket: Socket) => {
    connections++
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port')
  const allClosed = async () => {
    await Promise.all([...open].map((socket) => new Promise((done) => socket.once('close', done))))
  }
  const close = async () => {
    for (const socket of open) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return {
    port: address.port,
    heads,
    connections: () => connections,
    received: () => received,
    allClosed,
    close,
  }
}

/** A head and a body, sent at once; the connection stays open. */
export function says(head: string, body = ''): Answerer {
  return (socket) => {
    socket.write(`${head}\r\n\r\n${body}`, 'latin1')
  }
}

export function saysAndEnds(head: string, body = ''): Answerer {
  return (socket) => {
    socket.end(`${head}\r\n\r\n${body}`, 'latin1')
  }
}

export function redirects(location: string, status = 302): Answerer {
  return says(`HTTP/1.1 ${status} Found\r\nLocation: ${location}\r\nContent-Length: 0`)
}

/** `first`, then `piece` for ever, as fast as it is read or every `everyMs`. */
export function repeats(first: string, piece: string | Buffer, everyMs = 0): Answerer {
  return (socket) => {
    socket.write(first, 'latin1')
    if (everyMs > 0) {
      const timer = setInterval(() => socket.write(piece), everyMs)
      socket.once('close', () => clearInterval(timer))
      return
    }
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
      if (!socket.destroyed) socket.once('drain', more)
    }
    more()
  }
}

/** `text`, then a reset in place of an end. */
export function sendsAndResets(text: string): Answerer {
  return (socket) => {
    socket.write(text, 'latin1', () => setTimeout(() => socket.resetAndDestroy(), 20))
  }
}
