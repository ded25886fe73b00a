import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type JsonRow, query } from '../bad-input/query.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { runHere } from '../web/web-world.js'
import { type Served, steadyTime } from './serve-answers.js'
import { startServer } from './server-process.js'
import { startProxy } from './start-proxy.js'
import { watchUnanswered } from './watch-unanswered.js'

export interface OutageOrder {
  /** Registered domains with one host each; the network counts as gone when ten have failed. */
  readonly domains: number
  readonly urlsPerDomain: number
  readonly goneMs: number
}

/** What an outage did to a run. Times are ms since it began. */
export interface OutageAccount {
  readonly urls: number
  /** url, status, error_message, attempts of each row of fetched/. */
  readonly rows: readonly JsonRow[]
  readonly events: readonly { readonly event: string; readonly at: number }[]
  /** Requests that reached the server, in all and between the loss and the return of the network. */
  readonly served: readonly Served[]
  readonly servedWhileGone: number
  /** Requests that the run sent. */
  readonly sent: number
  /** Connections that were begun while the network was gone. */
  readonly unanswered: readonly number[]
}

const SET_UP = { total_timeout_ms: 1500, domain_requests_per_second: 2 } as const
const POLL_MS = 50

/** Fetches from many domains; after a quarter of it the network is gone for a while. */
export async function runOutage(
  folder: string,
  { domains, urlsPerDomain, goneMs }: OutageOrder,
): Promise<OutageAccount> {
  await mkdir(folder, { recursive: true })
  const server = await startServer('polite/outage-server-main.js', {})
  const proxy = await startProxy(server.port)
  try {
    const hosts = Array.from({ length: domains }, (_, index) => `img.domain${index}.example`)
    const pairs = Array.from({ length: urlsPerDomain }, (_, index) =>
      hosts.map((host) => [`https://${host}/${index}.jpg`, `picture ${index} of ${host}`] as const),
    ).flat()
    await writeList(join(folder, 'list.csv'), pairs)
    const resolve = Object.fromEntries(hosts.map((host) => [host, `127.0.0.1:${proxy.port}`]))
    const others = { score: { models: [] } }
    const recipe = await writeWebRecipe(
      folder,
      'recipe.json',
      webRecipe(
        { resolve },
        { list: 'list.csv', shardSize: Math.ceil(pairs.length / 2), fetch: SET_UP, others },
      ),
    )
    const out = join(folder, 'run')
    const told: { event: string; at: number }[] = []
    const running = runHere(recipe, out, [], {
      until: 'fetch',
      log: (event) => {
        if (event.startsWith('network_')) told.push({ event, at: steadyTime() })
      },
    })
    while ((await server.count()) < domains + pairs.length / 4) {
      if ((await Promise.race([running, sleep(POLL_MS, null)])) !== null) {
        throw new Error('Expected a run that goes on, got its end')
      }
    }
    const lost = steadyTime()
    await proxy.lose()
    const watch = watchUnanswered(proxy.port)
    await sleep(goneMs)
    const found = steadyTime()
    const unanswered = watch.stop()
    proxy.find()
    const { report } = await running
    const served = await server.requests()
    return {
      urls: pairs.length,
      rows: await query(`SELECT url, status, error_message, attempts FROM '${out}/fetched/*.parquet'`),
      events: told.map(({ event, at }) => ({ event, at: at - lost })),
      served,
      servedWhileGone: served.filter(({ from }) => from > lost && from < found).length,
      sent: report.work.requests + report.work.site_requests,
      unanswered: unanswered.map((at) => at - lost),
    }
  } finally {
    await proxy.close()
    await server.close()
  }
}
