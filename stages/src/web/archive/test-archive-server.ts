import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'

/** How the server answers from now on. */
export interface ArchiveMood {
  /** The archive that every path names. */
  bytes: Buffer
  /** Validators to send; `null`: none. */
  etag: string | null
  lastModified: string | null
  /** Offsets in the archive at which answers break off, each once: before the head if it is the first byte asked for. */
  cuts: number[]
  /** Called when an answer broke off. */
  onCut: () => void
  /** Called before each request is answered, with the number of those before it. */
  onRequest: (before: number) => void
  /** Statuses and fields of the next answers, instead of bytes. */
  refusals: { status: number; fields?: Readonly<Record<string, string>>; body?: string }[]
  /** `heeds`: as RFC 9110 says. `splices`: ranges without their conditions. `ignores`: always the whole. */
  ranges: 'heeds' | 'splices' | 'ignores'
  /** `none`: chunked. `close`: the end of the connection. A number is a lie. */
  length: 'true' | 'none' | 'close' | number
  /** Further fields of every answer. */
  fields: Readonly<Record<string, string>>
  /** Sent instead of a cut, for ever. */
  stallsAt: number | null
}

/** One request and what it got: the witness of the tests. */
export interface ServedRequest {
  readonly url: string
  readonly range: string | null
  /** `If-Match` or `If-Unmodified-Since`. */
  readonly condition: string | null
  readonly agent: string | null
  readonly encoding: string | null
  status: number
  /** ETag of the version that answered. */
  readonly etag: string | null
  /** First byte of the archive in the answer. */
  from: number
  /** Bytes of it that were handed to the connection. */
  sent: number
}

export interface ArchiveServer {
  readonly origin: string
  readonly mood: ArchiveMood
  readonly requests: ServedRequest[]
  readonly connections: () => number
  /** Closes the connections that wait for a request. */
  readonly dropIdle: () => void
  readonly close: () => Promise<void>
}

/** ETag of these bytes. */
export function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

/** Serves one archive on loopback, well or badly. */
export async function openArchiveServer(bytes: Buffer, tls?: ServerOptions): Promise<ArchiveServer> {
  const mood: ArchiveMood = {
    bytes,
    etag: etagOf(bytes),
    lastModified: null,
    cuts: [],
    onCut: () => {},
    onRequest: () => {},
    refusals: [],
    ranges: 'heeds',
    length: 'true',
    fields: {},
    stallsAt: null,
  }
  const requests: ServedRequest[] = []
  let connections = 0
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => {})
    answer(request, response, mood, requests)
  }
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  server.on(tls === undefined ? 'connection' : 'secureConnection', () => {
    connections++
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return {
    origin,
    mood,
    requests,
    connections: () => connections,
    dropIdle: () => server.closeIdleConnections(),
    close,
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  mood: ArchiveMood,
  requests: ServedRequest[],
): void {
  mood.onRequest(requests.length)
  const { headers } = request
  const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '')
  const served: ServedRequest = {
    url: request.url ?? '',
    range: headers.range ?? null,
    condition: headers['if-match'] ?? headers['if-unmodified-since'] ?? null,
    agent: headers['user-agent'] ?? null,
    encoding: headers['accept-encoding']?.toString() ?? null,
    status: 0,
    etag: mood.etag,
    from: 0,
    sent: 0,
  }
  requests.push(served)
  const refusal = mood.refusals.shift()
  if (refusal !== undefined) {
    served.status = refusal.status
    return void response.writeHead(refusal.status, refusal.fields).end(refusal.body ?? '')
  }
  const isConditionMet =
    (headers['if-match'] ?? mood.etag) === mood.etag &&
    (headers['if-unmodified-since'] ?? mood.lastModified) === mood.lastModified
  if (mood.ranges === 'heeds' && !isConditionMet) {
    served.status = 412
    return void response.writeHead(412).end()
  }
  const { length: total } = mood.bytes
  const isRange = range !== null && mood.ranges !== 'ignores'
  const from = isRange ? Number(range[1]) : 0
  const end = isRange && range[2] !== '' ? Math.min(Number(range[2]) + 1, total) : total
  if (isRange && from >= total) {
    served.status = 416
    return void response.writeHead(416, { 'content-range': `bytes */${total}` }).end()
  }
  served.status = isRange ? 206 : 200
  served.from = from
  const cut = takeCut(mood, from, end)
  if (cut === from) {
    mood.onCut()
    return void response.socket?.destroy()
  }
  if (mood.etag !== null) response.setHeader('etag', mood.etag)
  if (mood.lastModified !== null) response.setHeader('last-modified', mood.lastModified)
  if (isRange) response.setHeader('content-range', `bytes ${from}-${end - 1}/${total}`)
  setLength(response, mood, end - from)
  response.writeHead(served.status, mood.fields)
  response.flushHeaders()
  const stop = cut ?? (mood.stallsAt !== null && mood.stallsAt < end ? mood.stallsAt : end)
  send(response, mood.bytes.subarray(from, stop), served, () => {
    if (cut !== null) mood.onCut()
    if (cut !== null || mood.length === 'close') response.socket?.destroySoon()
    else if (stop === end) response.end()
  })
}

function takeCut(mood: ArchiveMood, from: number, end: number): number | null {
  const cut = Math.min(...mood.cuts.filter((at) => at >= from && at < end))
  if (cut === Number.POSITIVE_INFINITY) return null
  mood.cuts.splice(mood.cuts.indexOf(cut), 1)
  return cut
}

function setLength(response: ServerResponse, { length }: ArchiveMood, real: number): void {
  if (length === 'true') response.setHeader('content-length', real)
  else if (length === 'none') response.setHeader('transfer-encoding', 'chunked')
  else if (length === 'close') {
    response.setHeader('connection', 'close')
    response.useChunkedEncodingByDefault = false
    response.shouldKeepAlive = false
  } else response.setHeader('content-length', length)
}

const PIECE = 64 * 1024

/** Piece by piece as the client takes them, so that `sent` says how far ahead of it the server is. */
function send(response: ServerResponse, bytes: Buffer, served: ServedRequest, done: () => void): void {
  const more = (at: number): void => {
    if (response.destroyed) return
    if (at >= bytes.length) {
      done()
      return
    }
    const piece = bytes.subarray(at, at + PIECE)
    served.sent += piece.length
    response.write(piece, () => more(at + piece.length))
  }
  more(0)
}
