import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { drawPictures } from './draw-pictures.js'
import { domainOf, movedPath, type SitePlan, type SiteUrl } from './site-plan.js'

/** One request as the server saw it, written down before it is answered. */
export interface SiteRequest {
  readonly time: number
  readonly host: string
  readonly path: string
  /** Of the answer; 0 where there is none, or no HTTP. */
  readonly status: number
}

/** All hosts of a plan behind one loopback port, with a log that owes nothing to whoever asks. */
export interface PictureSite {
  readonly port: number
  /** For fetch.resolve. */
  readonly resolve: Readonly<Record<string, string>>
  /** Those for pictures, in order of their coming; grows. */
  readonly requests: readonly SiteRequest[]
  /** Those for robots.txt, which no host has. */
  readonly notes: readonly SiteRequest[]
  /** Most requests under way at one moment for one registered domain, since the site was opened. */
  readonly mostAtOnce: () => number
  readonly close: () => Promise<void>
}

export interface SiteOptions {
  /** Between a request and its answer, ms. */
  readonly latencyMs: number
}

/** Larger than this is `large`; a recipe's fetch.max_bytes must lie below. */
export const LARGE_BYTES = 400_000

export async function openPictureSite(plan: SitePlan, { latencyMs }: SiteOptions): Promise<PictureSite> {
  const pictures = await drawPictures(plan)
  const known = new Map(plan.urls.map((url) => [url.host + url.path, url]))
  const moved = new Map(
    plan.urls
      .filter(({ answer }) => answer === 'moved')
      .map((url) => [url.host + movedPath(url.path), { ...url, answer: 'picture' } as const]),
  )
  const requests: SiteRequest[] = []
  const notes: SiteRequest[] = []
  const underWay = new Map<string, number>()
  let mostAtOnce = 0

  /** Ends the request that a connection carries, if there is one: it never carries two. */
  const leaving = new WeakMap<Socket, () => void>()
  const leave = (socket: Socket): void => {
    leaving.get(socket)?.()
    leaving.delete(socket)
  }
  const enter = (host: string, socket: Socket): void => {
    const domain = domainOf(host)
    const now = (underWay.get(domain) ?? 0) + 1
    underWay.set(domain, now)
    mostAtOnce = Math.max(mostAtOnce, now)
    leaving.set(socket, () => underWay.set(domain, (underWay.get(domain) ?? 1) - 1))
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { headers, socket, url: path = '' } = request
    const { host = '' } = headers
    const found = known.get(host + path) ?? moved.get(host + path)
    const wanted = answerOf(found, pictures[found?.picture ?? -1] ?? Buffer.alloc(0))
    const log = path === '/robots.txt' ? notes : requests
    log.push({ time: Date.now(), host, path, status: wanted.status })
    enter(host, socket)
    response.once('finish', () => leave(socket))
    if (latencyMs > 0) await sleep(latencyMs)
    if (wanted.breaksOff) leave(socket)
    wanted.send(response)
  }
  const server = createServer((request, response) => void answer(request, response))
  // Else an idle connection could end just as it is used again, and the request come twice.
  server.keepAliveTimeout = 600_000
  server.on('connection', (socket) => {
    // Whoever asked has given up; `close` alone would come after the next request of the same site.
    for (const event of ['end', 'error', 'close']) socket.once(event, () => leave(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port, got none')
  const { port } = address
  return {
    port,
    resolve: resolveTo(plan, port),
    requests,
    notes,
    mostAtOnce: () => mostAtOnce,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** fetch.resolve that leads every host of a plan to a site on this port. */
export function resolveTo({ urls }: SitePlan, port: number): PictureSite['resolve'] {
  return Object.fromEntries(urls.map(({ host }) => [host, `127.0.0.1:${port}`]))
}

interface Wanted {
  readonly status: number
  /** The site itself ends the connection. */
  readonly breaksOff: boolean
  readonly send: (response: ServerResponse) => void
}

function answerOf(found: SiteUrl | undefined, picture: Buffer): Wanted {
  switch (found?.answer) {
    case 'picture':
      return says(200, { 'content-type': 'image/jpeg' }, picture)
    case 'moved':
      return says(302, { location: movedPath(found.path) })
    case 'loop':
      return says(302, { location: found.path })
    case 'inward':
      return says(302, { location: 'http://10.0.0.1/secret.jpg' })
    case 'broken':
      return says(500)
    case 'page':
      return says(200, { 'content-type': 'image/jpeg' }, Buffer.from('<!doctype html><p>Not here any more.'))
    case 'large':
      return says(200, { 'content-type': 'image/jpeg' }, Buffer.alloc(LARGE_BYTES))
    case 'encoded':
      return says(200, { 'content-encoding': 'gzip' }, picture)
    case 'cut':
      return cuts(picture)
    case 'garbled':
      return breaksOff('!! no HTTP !!\r\n\r\n')
    case 'reset':
      return breaksOff('')
    case 'silent':
      return { status: 0, breaksOff: false, send: () => {} }
    default:
      return says(404)
  }
}

function says(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: Buffer = Buffer.alloc(0),
): Wanted {
  return {
    status,
    breaksOff: false,
    send: (response) =>
      void response.writeHead(status, { ...headers, 'content-length': body.length }).end(body),
  }
}

/** Half of the announced body, then the end. */
function cuts(picture: Buffer): Wanted {
  return {
    status: 200,
    breaksOff: true,
    send: (response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': picture.length })
      response.write(picture.subarray(0, picture.length / 2), () => response.socket?.end())
    },
  }
}

function breaksOff(text: string): Wanted {
  return { status: 0, breaksOff: true, send: (response) => void response.socket?.end(text) }
}
