import type { Duck } from '../parquet/duck.js'
import { LENGTHS, MAX_CLUSTERS, SITE_KINDS } from './pair-table.js'

const STRATA_LANGUAGES = 12

/** What cluster and stratum of a pair stand on, and SQL that gives both. */
export interface Grouping {
  readonly domains: number
  readonly clusters: number
  readonly strataLanguages: readonly string[]
  readonly cluster: string
  readonly stratum: string
}

/**
 * Looks at `source` (SQL: a table with domain, url, language, length, site_kind) once, and leaves type `cluster_place`
 * where there are few domains. Rows without a domain are clusters of their own by URL.
 */
export async function groupRows(duck: Duck, source: string): Promise<Grouping> {
  const place = `coalesce(domain, url)`
  const [size] = await duck.rows<{ n: number }>(`SELECT count(DISTINCT ${place})::DOUBLE AS n FROM ${source}`)
  const domains = size?.n ?? 0
  const few = domains > 0 && domains <= MAX_CLUSTERS
  // An enumeration, not a join: rows stay in the order of their files, on every core.
  if (few) {
    await duck.run(
      `CREATE TYPE cluster_place AS ENUM (SELECT DISTINCT ${place} AS place FROM ${source} ORDER BY place)`,
    )
  }
  // By a variable: what a crawl calls a language is never part of SQL.
  await duck.run(`SET VARIABLE strata_languages = (SELECT list("language" ORDER BY n DESC, "language") FROM (
    SELECT "language", count(*) AS n FROM ${source} WHERE "language" IS NOT NULL
    GROUP BY ALL ORDER BY n DESC, "language" LIMIT ${STRATA_LANGUAGES}))`)
  const [top] = await duck.rows<{ languages: readonly string[] | null }>(
    `SELECT getvariable('strata_languages') AS languages`,
  )
  const strataLanguages = top?.languages ?? []
  const known = `list_position(getvariable('strata_languages'), "language")`
  const language = `CASE WHEN "language" IS NULL THEN ${strataLanguages.length + 1}
    ELSE coalesce(nullif(${known}, 0) - 1, ${strataLanguages.length}) END`
  const bounds = await lengthBounds(duck, source)
  const length =
    bounds.length === 0
      ? '0'
      : `CASE ${bounds.map((bound, at) => `WHEN "length" <= ${bound} THEN ${at}`).join(' ')} ELSE ${bounds.length} END`
  const kind = `CASE site_kind ${SITE_KINDS.map((one, at) => `WHEN '${one}' THEN ${at}`).join(' ')} END`
  return {
    domains,
    clusters: Math.min(domains, MAX_CLUSTERS),
    strataLanguages,
    cluster: few
      ? `enum_code((${place})::cluster_place)::INTEGER`
      : `(md5_number_lower(${place}) % ${MAX_CLUSTERS})::INTEGER`,
    stratum: `(((${language}) * ${LENGTHS} + (${length})) * ${SITE_KINDS.length} + (${kind}))::SMALLINT`,
  }
}

/** Upper bounds of the first four fifths of the texts by length. */
async function lengthBounds(duck: Duck, source: string): Promise<readonly number[]> {
  const rows = await duck.rows<{ length: number; n: number }>(
    `SELECT "length", count(*)::DOUBLE AS n FROM ${source} GROUP BY ALL ORDER BY "length"`,
  )
  const total = rows.reduce((sum, { n }) => sum + n, 0)
  const bounds: number[] = []
  let seen = 0
  for (const { length, n } of rows) {
    seen += n
    while (bounds.length < LENGTHS - 1 && seen >= (total * (bounds.length + 1)) / LENGTHS) bounds.push(length)
  }
  return bounds
}

/** Takes away what `groupRows` left. */
export async function dropGrouping(duck: Duck): Promise<void> {
  await duck.run(`DROP TYPE IF EXISTS cluster_place; RESET VARIABLE strata_languages`)
}
