import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerRequest } from './answer-request.js'
import type { BundledPlan } from './bundled-plan.js'

/** One request as the server saw it. */
export interface ServedRequest {
  /** Unix time, ms. */
  readonly time: number
  readonly host: string
  readonly path: string
  /** Null: no answer was begun. */
  readonly status: number | null
}

export interface ServeOptions {
  readonly plan: BundledPlan
  /** Where `writeBundled` wrote. */
  readonly folder: string
  /** Added to each answer, as the way to a real server would; 0 if absent. */
  readonly latencyMs?: number
}

/** Stands in for every host of a bundled plan. */
export interface PictureServer {
  readonly port: number
  /** For `fetch.resolve`: every host of the plan to this server, the dead ones to a port where nobody listens. */
  readonly resolve: Readonly<Record<string, string>>
  /** The server's own account, in the order of the answers. */
  readonly requests: readonly ServedRequest[]
  /** Ends every connection, slow ones included. */
  readonly close: () => Promise<void>
}

/** tcpmux (RFC 1078): nobody has it any more, and only root could open it. */
const NOBODY = '127.0.0.1:1'

/** Starts the server on a free port of 127.0.0.1: by `Host` and path it answers what the plan says. */
export async function servePictures({ plan, folder, latencyMs = 0 }: ServeOptions): Promise<PictureServer> {
  const requests: ServedRequest[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (latencyMs > 0) await sleep(latencyMs)
    const { host = '' } = request.headers
    const path = request.url ?? '/'
    const status = await answerRequest({ plan, folder, host, path, method: request.method ?? '' }, response)
    requests.push({ time: Date.now(), host, path, status })
  }
  const server = createServer((request, response) => {
    // The client sees a broken answer; a fault of the server must not end the run that it serves.
    answer(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', done)
  })
  const { port } = server.address() as AddressInfo
  const here = plan.hosts.map((host) => [host, `127.0.0.1:${port}`] as const)
  const dead = plan.deadHosts.map((host) => [host, NOBODY] as const)
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { port, resolve: Object.fromEntries([...here, ...dead]), requests, close }
}
