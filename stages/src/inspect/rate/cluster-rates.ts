import type { Rate } from '@warc2dataset/schemas'
import { type Duck, literal } from '../../parquet/duck.js'
import { rateOfSums } from './wilson-of-sums.js'

/** Value of `by` as text, or null where that is NULL. */
export type RatesByPart = ReadonlyMap<string | null, Rate>

export interface ClusterRatesOptions {
  /** SQL predicate of the rows that k counts, of those that n counts; NULL is false. */
  readonly of: string
  /** SQL predicate of the rows that n counts. */
  readonly among: string
  /** SQL expression; a rate for each of its values. Null: one rate, under null, there even without a row. */
  readonly by: string | null
  /** Parts with fewer rows are left out; 1 unless given. */
  readonly minimum?: number
  /** SQL table expression with a column `cluster` and those that the others name; `pairs` unless given. */
  readonly from?: string
}

/**
 * Rates of parts of the rows with the 95 % interval of `clusterWilson` over `cluster`. Linear in the rows; only sums
 * reach JavaScript. A part within one cluster (a domain) has no interval: nothing tells how clusters differ. Ordered by
 * n, largest first, then by part.
 */
export async function clusterRates(
  duck: Duck,
  { of, among, by, minimum = 1, from = 'pairs' }: ClusterRatesOptions,
): Promise<RatesByPart> {
  const rates = await ratesOfCells(
    duck,
    `SELECT CAST(${by ?? 'NULL'} AS VARCHAR) AS part, cluster, count(*) FILTER (WHERE ${of}) AS k, count(*) AS n
     FROM ${from} WHERE ${among} GROUP BY ALL`,
    minimum,
  )
  return by === null && rates.size === 0 && minimum <= 1 ? new Map([[null, NO_ROWS]]) : rates
}

export async function clusterRate(duck: Duck, options: Omit<ClusterRatesOptions, 'by'>): Promise<Rate> {
  return (await clusterRates(duck, { ...options, by: null, minimum: 0 })).get(null) ?? NO_ROWS
}

export interface ClusterSharesOptions {
  /** SQL predicate of the rows that are shared out. */
  readonly among: string
  /** SQL expression of the part that a row is of. */
  readonly by: string
  /** Parts that are there even without a row, where there is any row. */
  readonly parts?: readonly string[]
  readonly from?: string
}

/**
 * Share of each part in all rows: n is the same for all parts, k those of the part. Clusters without a row of the part
 * count, as it might have had some there. For few parts: each is paired with each cluster.
 */
export async function clusterShares(
  duck: Duck,
  { among, by, parts = [], from = 'pairs' }: ClusterSharesOptions,
): Promise<RatesByPart> {
  const given = parts.map((part) => ` UNION SELECT ${literal(part)}`).join('')
  return ratesOfCells(
    duck,
    `WITH counts AS (
       SELECT CAST(${by} AS VARCHAR) AS part, cluster, count(*) AS k FROM ${from} WHERE ${among} GROUP BY ALL
     ), sizes AS (SELECT cluster, sum(k) AS n FROM counts GROUP BY cluster)
     SELECT parts.part, sizes.cluster, coalesce(k, 0) AS k, n
     FROM (SELECT part FROM counts GROUP BY part${given}) AS parts CROSS JOIN sizes
     LEFT JOIN counts ON counts.part IS NOT DISTINCT FROM parts.part
       AND counts.cluster IS NOT DISTINCT FROM sizes.cluster`,
  )
}

/**
 * Rates from a query that gives one row per part and cluster: `part` (VARCHAR), `cluster`, `k` of `n` rows, n > 0. Parts
 * with fewer than `minimum` rows are left out.
 */
export async function ratesOfCells(duck: Duck, cells: string, minimum = 1): Promise<RatesByPart> {
  // Sums of counts are cast once: they stay below 2^53. Those of other numbers are in one order, whatever the threads.
  const rows = await duck.rows<SumsRow>(
    `WITH cells AS MATERIALIZED (SELECT part, CAST(k AS DOUBLE) AS k, CAST(n AS DOUBLE) AS n FROM (${cells})),
     totals AS (SELECT part, sum(k) AS k, sum(n) AS n FROM cells GROUP BY part HAVING sum(n) >= ${minimum}),
     changes AS (
       SELECT totals.part AS part, totals.k AS k, totals.n AS n, cells.n AS size,
         cells.k - (totals.k / totals.n) * cells.n AS z
       FROM cells JOIN totals ON cells.part IS NOT DISTINCT FROM totals.part
     )
     SELECT part, any_value(k) AS k, any_value(n) AS n, CAST(count(*) AS DOUBLE) AS clusters,
       sum(size * size) AS sizes, sum(z * z ORDER BY size, z) AS squares,
       sum(z * z * z * z ORDER BY size, z) AS fourths
     FROM changes GROUP BY part ORDER BY n DESC, part NULLS LAST`,
  )
  return new Map(rows.map(({ part, ...sums }) => [part, rateOfSums(sums)]))
}

interface SumsRow {
  readonly part: string | null
  readonly k: number
  readonly n: number
  readonly clusters: number
  readonly sizes: number
  readonly squares: number
  readonly fourths: number
}

/** Of no row: there is nothing to say. */
export const NO_ROWS: Rate = { k: 0, n: 0, rate: null, low: null, high: null }
