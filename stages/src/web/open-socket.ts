import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { FetchProblem, type Reach, refuseFetch } from './fetch-result.js'
import { addressHex, isPublicAddress } from './public-address.js'
import { untilAborted } from './until-aborted.js'

/** One place to connect to, already decided. */
export interface Endpoint {
  /** An IP address, never a name. */
  readonly address: string
  readonly port: number
  /** The host whose certificate is asked for and verified; null for plain TCP. */
  readonly tlsHost: string | null
  readonly mustBePublic: boolean
}

/** Starts a TCP connection. */
export type Dial = (address: string, port: number) => Socket

export interface SocketOptions {
  /** For TCP and TLS together. */
  readonly timeoutMs: number
  /** For tests: PEM certificates trusted instead of the machine's. */
  readonly ca?: string
  /** For tests: a network that leads elsewhere. */
  readonly dial?: Dial
}

/**
 * Connects to the address itself, so that nothing is resolved again, and looks at the other end before it sends a
 * byte: it must be the address asked for, and public if `mustBePublic`. TLS 1.2 or later, certificates verified
 * whatever the environment says, no session shared. Rejects with a `FetchProblem` or the reason of `signal`; the
 * socket is then destroyed.
 */
export async function openSocket(
  endpoint: Endpoint,
  options: SocketOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const { address, port, tlsHost, mustBePublic } = endpoint
  const { timeoutMs, ca, dial = dialDirect } = options
  signal.throwIfAborted()
  let socket = dial(address, port)
  const limit = setTimeout(() => {
    const detail = `no connection to ${address} in ${timeoutMs} ms`
    socket.destroy(refuseFetch('timeout', true, detail, { reach: 'silent' }))
  }, timeoutMs)
  try {
    await untilAborted(happened(socket, 'connect'), signal)
    checkPeer(socket.remoteAddress, address, mustBePublic)
    if (tlsHost === null) return socket
    socket = connectTls({
      socket,
      // RFC 6066: an address is no server name; it is still compared with the certificate.
      ...(addressHex(tlsHost) === null ? { servername: tlsHost } : { host: tlsHost }),
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca }),
    })
    await untilAborted(happened(socket, 'secureConnect'), signal)
    return socket
  } catch (error) {
    socket.destroy()
    signal.throwIfAborted()
    throw connectProblem(error, address)
  } finally {
    clearTimeout(limit)
  }
}

function dialDirect(address: string, port: number): Socket {
  return connect({ host: address, port, noDelay: true })
}

function checkPeer(peer: string | undefined, address: string, mustBePublic: boolean): void {
  if (peer === undefined) {
    throw refuseFetch('connect_error', true, 'the connection was reset', { reach: 'refused' })
  }
  if (addressHex(peer) === addressHex(address) && (!mustBePublic || isPublicAddress(peer))) return
  throw refuseFetch('address_refused', false, `Expected a connection to ${address}, got one to ${peer}`, {
    reach: 'none',
  })
}

function happened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve())
    // Not `once`: an error after this must not be an uncaught one.
    socket.on('error', reject)
    socket.once('close', () =>
      reject(refuseFetch('connect_error', true, 'the connection was closed', { reach: 'refused' })),
    )
  })
}

/** What a machine without a way to the network says, too. */
const UNREACHED: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
])

/** What a machine says that has no socket or file left. */
export const EXHAUSTED: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

function reachOf(code: string): Reach {
  if (EXHAUSTED.has(code)) return 'none'
  return UNREACHED.has(code) ? 'silent' : 'refused'
}

function connectProblem(error: unknown, address: string): unknown {
  if (error instanceof FetchProblem || !(error instanceof Error) || !('code' in error)) return error
  const { code } = error
  // Errors of the system name a call; what OpenSSL and the check of the certificate say does not, but for EPROTO.
  const network = ('syscall' in error && code !== 'EPROTO') || code === 'ECONNRESET'
  return network
    ? refuseFetch('connect_error', true, `${code} at ${address}`, {
        reach: reachOf(String(code)),
      })
    : refuseFetch('tls_error', false, `${code}: ${error.message}`, { reach: 'refused' })
}
