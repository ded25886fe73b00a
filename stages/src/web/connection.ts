import type { Socket } from 'node:net'
import { Client } from 'undici'
import { type Gate, gateSocket } from './gate-socket.js'

/** The other side closed an idle connection just before a request: nothing was sent, a fresh one will do. */
export class ConnectionGone extends Error {}

/** An HTTP/1.1 client that lives and dies with one socket: it has nowhere to reconnect to. */
export interface Connection {
  /** Origin and address: only a request for the same two may use it. */
  readonly key: string
  readonly client: Client
  readonly gate: Gate
  readonly usable: () => boolean
  readonly closed: Promise<void>
  /** Resolves when the socket is closed. */
  readonly destroy: () => Promise<void>
}

const KEEP_ALIVE_MS = 4_000
const MAX_HEADER_BYTES = 16 * 1024

/** `socket` is connected, and from now on the connection's own. An idle one closes after 4 s at most. */
export function wrapSocket(key: string, socket: Socket): Connection {
  // undici takes a reset for a good end of a body without length. This listener is before undici's.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') error.code = 'UND_ERR_SOCKET'
  })
  const gate = gateSocket(socket)
  let given = false
  // The origin is never looked at: the socket is there, and each request brings its Host.
  const client = new Client('http://connected.invalid', {
    connect: (_options, done) => {
      if (given) return queueMicrotask(() => done(new ConnectionGone('the connection ended'), null))
      given = true
      queueMicrotask(() => done(null, socket))
    },
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const closed = new Promise<void>((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })
  return {
    key,
    client,
    gate,
    usable: () => !socket.destroyed && socket.writable,
    closed,
    destroy: async () => {
      await client.destroy()
      socket.destroy()
      await closed
    },
  }
}
