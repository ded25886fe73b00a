import { type Counts, plannableColumns, plannedColumns, uniqueColumns } from '@warc2dataset/schemas'
import { filtersOf, firstFailing, verdictList } from '../judge/judge-sql.js'
import { countReasons, exitExpressions, LEDGER_ORDER, ledgerList } from '../ledger/ledger-sql.js'
import { type Duck, literal, names, scan } from '../parquet/duck.js'
import type { Where } from '../where/parse-where.js'
import { dropBlocked, loadBlocked } from './blocked-tables.js'
import type { BlockListFile } from './read-block-list.js'
import { type PlanOptOut, withRefused } from './refusals.js'

export interface PlanOptions {
  readonly unique: readonly string[]
  readonly where: Where
  readonly blockDomains: readonly string[]
  /** Files of domains and URL hashes, as they were checked. */
  readonly blockLists: readonly BlockListFile[]
  readonly optOut: PlanOptOut
  readonly shardSize: number
  readonly seed: number
  /** SQL over candidate_id: is it in the shadow sample? */
  readonly inSample: string
}

export interface PlanOutput {
  readonly ledger: string
  /** Path for the shard with these digits. */
  readonly shard: (digits: string) => string
}

/** Candidates of one fetched shard have keys of the shard's digits plus this many. */
const INDEX_DIGITS = 4
const MIN_SHARD_DIGITS = 5

export const PLAN_SHARDS = { name: 'plan-shards', version: 3 } as const

/**
 * Judges every candidate before any request, puts the rest in an order that spreads each site evenly over the
 * whole plan, and cuts it to shards. Opt-outs come before every filter, and the shadow sample does not pass them.
 * @throws RunError for a block list that cannot be read, or is not what it was.
 */
export async function planShards(
  duck: Duck,
  options: PlanOptions,
  out: PlanOutput,
): Promise<{ counts: Counts; shards: readonly { shard: string; rows: number }[] }> {
  const filters = filtersOf(options.where, 'plan_where')
  const blocked = await loadBlocked(duck, options)
  await duck.run(`CREATE TEMP TABLE judged AS
    SELECT * REPLACE (CASE WHEN refused IS NULL THEN verdicts || new_verdicts ELSE list_append(verdicts,
      {'filter': refused."filter", score: refused."score", 'value': refused."value", pass: false}) END AS verdicts)
    FROM (SELECT *, ${firstFailing(filters)} AS failing, ${verdictList(filters)} AS new_verdicts,
      ${options.inSample} AS in_sample
      FROM (${withRefused(withTemplates(options.unique), options.optOut, blocked)}))`)
  await dropBlocked(duck, blocked)
  await duck.run(`CREATE TEMP TABLE left_rows AS
    SELECT ${ledgerList(
      plannableColumns,
      exitExpressions(
        'plan',
        `coalesce(refused."reason", 'plan_where')`,
        `CASE WHEN refused IS NULL THEN failing ELSE refused."filter" END`,
      ),
    )} FROM judged WHERE NOT ${STAYS}`)
  await duck.copy('SELECT * FROM left_rows', LEDGER_ORDER, out.ledger)
  const shards = await cutShards(duck, options, out)
  const [totals] = await duck.rows<{ in: number; kept: number; shadow: number }>(`
    SELECT (SELECT count(*) FROM judged)::DOUBLE AS "in", count(*)::DOUBLE AS kept,
      (count(*) FILTER (shadow_reason IS NOT NULL))::DOUBLE AS shadow FROM planned`)
  const dropped = await countReasons(duck, 'left_rows')
  return { counts: { in: 0, kept: 0, shadow: 0, ...totals, dropped, failed: {} }, shards }
}

/** The rows with the number of those that share page domain and skeleton: how much of a site's text is one template. */
function withTemplates(unique: readonly string[]): string {
  return `SELECT *, CASE WHEN skeleton IS NULL THEN 1
      ELSE count(*) OVER (PARTITION BY page_domain, skeleton)::INTEGER END AS template_rows
    FROM ${scan(unique, uniqueColumns)}`
}

const STAYS = '(refused IS NULL AND (failing IS NULL OR in_sample))'

async function cutShards(
  duck: Duck,
  { seed, shardSize }: PlanOptions,
  out: PlanOutput,
): Promise<readonly { shard: string; rows: number }[]> {
  const [{ n } = { n: 0 }] = await duck.rows<{ n: number }>(
    `SELECT count(*)::DOUBLE AS n FROM judged WHERE ${STAYS}`,
  )
  const count = Math.ceil(n / shardSize)
  const digits = Math.max(MIN_SHARD_DIGITS, String(Math.max(0, count - 1)).length)
  await duck.run(`CREATE TEMP TABLE planned AS
    SELECT ${names(plannedColumns)} FROM (
      SELECT * REPLACE (
          CASE WHEN failing IS NULL THEN shadow_reason ELSE coalesce(shadow_reason, 'plan_where') END AS shadow_reason,
          CASE WHEN failing IS NULL THEN shadow_filter ELSE coalesce(shadow_filter, failing) END AS shadow_filter),
        lpad((place // ${shardSize})::VARCHAR, ${digits}, '0') ||
          lpad((place % ${shardSize})::VARCHAR, ${INDEX_DIGITS}, '0') AS "key"
      FROM (SELECT *, row_number() OVER (ORDER BY spread, draw, candidate_id) - 1 AS place FROM (${spreadOut(seed)})))
    ORDER BY "key"`)
  const shards: { shard: string; rows: number }[] = []
  for (let index = 0; index < count; index++) {
    const shard = String(index).padStart(digits, '0')
    const [first, last] = [`${shard}0000`, `${shard}9999`]
    await duck.copy(
      `SELECT * FROM planned WHERE "key" BETWEEN ${literal(first)} AND ${literal(last)}`,
      '"key"',
      out.shard(shard),
    )
    shards.push({ shard, rows: Math.min(shardSize, n - index * shardSize) })
  }
  return shards
}

/**
 * A site with n candidates gets n evenly spaced places in [0, 1), from a start of its own: neighbours share no site
 * unless one site is most of the plan.
 */
function spreadOut(seed: number): string {
  const start = `(md5_number_lower(${literal(`${seed}:`)} || url_domain) % 1000003)::DOUBLE / 1000003`
  return `
    SELECT *, (row_number() OVER (PARTITION BY url_domain ORDER BY draw, candidate_id) - 1 + ${start}) /
      count(*) OVER (PARTITION BY url_domain) AS spread
    FROM (SELECT *, md5(${literal(`${seed}:`)} || candidate_id) AS draw FROM judged WHERE ${STAYS})`
}
