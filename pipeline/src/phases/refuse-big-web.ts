import { plannedColumns, RunError } from '@warc2dataset/schemas'
import { literal, scan } from '@warc2dataset/stages/parquet/duck'
import { filesUnder } from '../commits/commits.js'
import { withTempDuck } from '../storage/temp-duck.js'
import type { RunView } from './phase.js'
import { plannedRows } from './planned-rows.js'

/** Until robots.txt and rates per site are heeded, a crawl of this size is no test any more. */
export const MOST_WEB_URLS = 10_000

/**
 * Refuses to ask the web for more URLs than a person would by hand; hosts of fetch.resolve lead to loopback and do not
 * count. @throws RunError exit 4.
 */
export async function refuseBigWeb(view: RunView): Promise<void> {
  const { source, resolve } = view.recipe.fetch
  const plan = await view.commits('plan')
  if (source !== 'web' || plannedRows(plan) <= MOST_WEB_URLS) return
  await withTempDuck(async (duck, scratch) => {
    const files = await Promise.all(
      filesUnder(plan, 'plan/').map((name) => view.storage.toLocal(name, scratch)),
    )
    const onLoopback = ['', ...Object.keys(resolve)].map((host) => literal(host.toLowerCase()))
    const host = `lower(regexp_extract(url, '^https?://([^/:?#]+)', 1))`
    const [row] = await duck.rows<{ n: number }>(
      `SELECT count(*)::DOUBLE AS n FROM ${scan(files, plannedColumns)} WHERE ${host} NOT IN (${onLoopback.join(', ')})`,
    )
    if ((row?.n ?? 0) <= MOST_WEB_URLS) return
    throw new RunError(
      'recipe',
      `Expected at most ${MOST_WEB_URLS} URLs off loopback for fetch.source web, got ${row?.n}: robots.txt and rates per site are not heeded yet. Cut with plan.where, or take fetch.source archive`,
    )
  })
}
