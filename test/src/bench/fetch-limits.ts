import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCorpus } from './fetch-corpus.js'
import { type HostedUrl, hostedUrls } from './fetch-hosts.js'
import {
  type FetchRun,
  type FetchTask,
  fetchOwn,
  NO_LIMITS,
  writeFetchRecipe,
  writeUrls,
} from './fetch-own.js'
import { type IdealTime, idealTime } from './fetch-schedule.js'
import { type FetchServer, type HostLog, startFetchServer, sumLogs } from './fetch-server.js'

const ROUNDS = 3
/** Of the recipe by itself: requests started in a second, and connections, at one registered domain. */
const PER_SECOND = 10
const CONNECTIONS = 6
const LATENCY_MS = 50
const SHARDS = 4
const WORKERS = 2

/**
 * `fetch-limits [URLS] [DOMAINS]`: fetch under the limits of the recipe's defaults beside the shortest time that they
 * allow, and what the server saw of each domain. Every host is a registered domain of its own. Linux and bash.
 */
export async function benchFetchLimits(count: number, domains: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'w2d-bench-limits-'))
  try {
    const { files } = await writeCorpus('tiny', join(folder, 'corpus'))
    const server = await startFetchServer({
      files: files.map(({ path }) => path),
      latencyMs: LATENCY_MS,
    })
    try {
      const nameOf = (rank: number): string => `host${String(rank).padStart(4, '0')}.example`
      const urls = hostedUrls({ seed: 'limits', urls: count, hosts: domains, nameOf })
      const list = await writeUrls(folder, urls)
      await measureLimits(
        { folder, list, urls, port: server.port, shardSize: Math.ceil(count / SHARDS) },
        server,
      )
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureLimits(task: FetchTask, server: FetchServer): Promise<void> {
  const { folder, urls } = task
  const domains = [...new Set(urls.map(({ host }) => host))]
  const lifted = Object.fromEntries(domains.map((domain) => [domain, NO_LIMITS]))
  const recipes = {
    free: await writeFetchRecipe(task, 'free', { site_limits: lifted }),
    polite: await writeFetchRecipe(task, 'polite', {}),
  }
  process.stdout.write(`${urls.length} URLs of tiny pictures, ${domains.length} domains by Zipf(1), answers after ${LATENCY_MS} ms, ${WORKERS} workers.

| round | without limits s | busiest domain: URLs / ${PER_SECOND} s | ideal s | ours s | ours / ideal | stored | most at once (limit ${CONNECTIONS}) | most connections (limit ${CONNECTIONS}) | most in a second (limit ${PER_SECOND}) |
|---|---|---|---|---|---|---|---|---|---|
`)
  const options = { except: [server.pid] }
  let log: readonly HostLog[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    const free = await fetchOwn(folder, recipes.free, WORKERS, options)
    await server.takeLog()
    const polite = await fetchOwn(folder, recipes.polite, WORKERS, options)
    log = await server.takeLog()
    const ideal = idealTime({
      urlsOfDomain: [...countHosts(urls).values()],
      perSecond: PER_SECOND,
      unlimited: urls.length / free.seconds,
    })
    process.stdout.write(`| ${cellsOf(round, { free, polite, ideal, log }).join(' | ')} |\n`)
    if (polite.sizes.size < urls.length) {
      process.stdout.write(
        `DIFFERS: ${[...polite.failures].map(([message, n]) => `${n} × ${message}`).join('; ')}\n`,
      )
      process.exitCode = 1
    }
  }
  process.stdout.write(`
${busiest(log)}
Without limits: site_limits of ${NO_LIMITS.connections} connections and ${NO_LIMITS.requests_per_second} requests a second for every domain. Seconds: from the start of the first
shard to the end of the last. Ideal: the larger of the time without limits and that of the busiest domain. A second
that slides may see one request more than ${PER_SECOND} where a request was under way to the server for longer than the next.
`)
}

interface LimitRound {
  readonly free: FetchRun
  readonly polite: FetchRun
  readonly ideal: IdealTime
  readonly log: readonly HostLog[]
}

function cellsOf(round: number, { free, polite, ideal, log }: LimitRound): readonly (number | string)[] {
  const { mostAtOnce, mostConnections, mostPerSecond } = sumLogs(log)
  return [
    round,
    free.seconds.toFixed(2),
    ideal.domain.toFixed(2),
    ideal.seconds.toFixed(2),
    polite.seconds.toFixed(2),
    (polite.seconds / ideal.seconds).toFixed(2),
    polite.sizes.size,
    mostAtOnce,
    mostConnections,
    mostPerSecond,
  ]
}

function countHosts(urls: readonly HostedUrl[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { host } of urls) counts.set(host, (counts.get(host) ?? 0) + 1)
  return counts
}

/** The server's own log of the last polite run: the busiest domains, and how many went over a limit. */
function busiest(log: readonly HostLog[]): string {
  const rows = [...log].sort((a, b) => b.pictures - a.pictures).slice(0, 5)
  const over = (of: (host: HostLog) => number, limit: number): number =>
    log.filter((host) => of(host) > limit).length
  return `| domain | pictures | robots.txt | other requests | most at once | most connections | most in a second |
|---|---|---|---|---|---|---|
${rows
  .map(
    ({ host, pictures, robots, others, mostAtOnce, mostConnections, mostPerSecond }) =>
      `| ${[host, pictures, robots, others, mostAtOnce, mostConnections, mostPerSecond].join(' | ')} |\n`,
  )
  .join('')}
Domains over the limits, last round: ${over(({ mostAtOnce }) => mostAtOnce, CONNECTIONS)} at once, ${over(({ mostConnections }) => mostConnections, CONNECTIONS)} connections, ${over(({ mostPerSecond }) => mostPerSecond, PER_SECOND)} in a second.`
}
