import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunReport } from '@warc2dataset/pipeline/run/run-options'
import { type JsonRow, query } from '../bad-input/query.js'
import { webRecipe, writeList, writeWebRecipe } from '../web/make-list.js'
import { runHere } from '../web/web-world.js'
import { FRIEND, POLITE_SITES, politeUrls } from './polite-plan.js'
import type { Served } from './serve-answers.js'
import { startServer } from './server-process.js'

export interface PoliteRun {
  readonly report: RunReport
  readonly served: readonly Served[]
  /** url, status and error_message of each row of fetched/. */
  readonly rows: readonly JsonRow[]
  /** Processes that wrote a shard. */
  readonly shards: number
}

/** Fetches every URL of the plan with two workers, a shard for each, so that both want every site at once. */
export async function runPolitely(folder: string): Promise<PoliteRun> {
  await mkdir(folder, { recursive: true })
  const server = await startServer('polite/polite-server-main.js', {})
  try {
    const urls = POLITE_SITES.flatMap(politeUrls)
    const pairs = urls.map(({ host, path }, index) => [`https://${host}${path}`, `picture ${index}`] as const)
    await writeList(join(folder, 'list.csv'), pairs)
    const resolve = Object.fromEntries(urls.map(({ host }) => [host, `127.0.0.1:${server.port}`]))
    const { connections, perSecond } = FRIEND
    const recipe = webRecipe(
      { resolve },
      {
        list: 'list.csv',
        shardSize: Math.ceil(urls.length / 2),
        fetch: { site_limits: { 'friend.example': { connections, requests_per_second: perSecond } } },
        others: { score: { models: [] } },
      },
    )
    const path = await writeWebRecipe(folder, 'recipe.json', recipe)
    const out = join(folder, 'run')
    const { report } = await runHere(path, out, [], { until: 'fetch' })
    const rows = await query(`SELECT url, status, error_message FROM '${out}/fetched/*.parquet' ORDER BY url`)
    return { report, served: await server.requests(), rows, shards: report.units.fetch ?? 0 }
  } finally {
    await server.close()
  }
}
