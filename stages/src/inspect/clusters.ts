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
 * Looks at `source` (SQL: a table with domain, url, language, length, site_kind) once, and leaves table `cluster_numbers`
 * where there are few domains. Rows without a domain are clusters of their own by URL.
 */
export async function groupRows(duck: Duck, source: string): Promise<Grouping> {
  const place = `coalesce(domain, url)`
  const [size] = await duck.rows<{ n: number }>(`SELECT count(DISTINCT ${place})::DOUBLE AS n FROM ${source}`)
  const domains = size?.n ?? 0
  const few = domains <= MAX_CLUSTERS
  if (few) {
    await duck.run(`CREATE TEMP TABLE cluster_numbers AS
      SELECT place, (row_number() OVER (ORDER BY place) - 1)::INTEGER AS number
      FROM (SELECT DISTINCT ${place} AS place FROM ${source})`)
  }
  const languages = await duck.rows<{ language: string }>(`
    SELECT "language" FROM ${source} WHERE "language" IS NOT NULL
    GROUP BY ALL ORDER BY count(*) DESC, "language" LIMIT ${STRATA_LANGUAGES}`)
  const strataLanguages = languages.map(({ language }) => language)
  const bounds = await lengthBounds(duck, source)
  const language = `CASE ${strataLanguages.map((one, at) => `WHEN "language" = '${one.replaceAll("'", "''")}' THEN ${at}`).join(' ')}
    WHEN "language" IS NOT NULL THEN ${strataLanguages.length} ELSE ${strataLanguages.length + 1} END`
  const length = `CASE ${bounds.map((bound, at) => `WHEN "length" <= ${bound} THEN ${at}`).join(' ')} ELSE ${bounds.length} END`
  const kind = `CASE site_kind ${SITE_KINDS.map((one, at) => `WHEN '${one}' THEN ${at}`).join(' ')} END`
  return {
    domains,
    clusters: Math.min(domains, MAX_CLUSTERS),
    strataLanguages,
    cluster: few
      ? `(SELECT number FROM cluster_numbers WHERE place = ${place})`
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
