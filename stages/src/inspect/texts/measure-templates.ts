import type { AnatomySection } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import type { Inspected } from '../pair-table.js'
import { ratesOfCells } from '../rate/cluster-rates.js'
import { rateOf } from '../rate/kept-rates.js'
import { redacted } from './personal.js'

const MIN_ROWS = 20
const MAX_TOP = 50
/** Rows that can be told to be of a template or not. */
const SEEN = `skeleton IS NOT NULL AND "domain" IS NOT NULL AND "text" <> ''`

/**
 * Share of the rows whose text's skeleton stands in 20 rows or more of one domain, and the largest of such templates
 * with the text of their first row (`redacted`, at most 300 code points). Field note inspect M14.
 */
export async function measureTemplates({ duck, knows }: Inspected): Promise<AnatomySection['templates']> {
  if (!knows.skeleton) return { not_available: 'The templates of the texts were not measured.' }
  if (!knows.domain)
    return { not_available: 'The rows do not tell their site, and a template is one of a site.' }
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE text_templates AS
     SELECT "domain", skeleton, any_value(cluster) AS cluster, count(*) AS "rows", count(*) FILTER (kept) AS kept,
       min("row") AS first
     FROM pairs WHERE ${SEEN} GROUP BY "domain", skeleton HAVING count(*) >= ${MIN_ROWS}`,
  )
  try {
    return {
      rate: rateOf(await share(duck, 'rows', 'true'), null),
      kept_rate: rateOf(await share(duck, 'kept', 'kept'), null),
      top: await findTop(duck),
    }
  } finally {
    await duck.run('DROP TABLE text_templates')
  }
}

function share(duck: Duck, counted: 'rows' | 'kept', among: string) {
  return ratesOfCells(
    duck,
    `SELECT NULL::VARCHAR AS part, cluster, coalesce(k, 0) AS k, n
     FROM (SELECT cluster, count(*) AS n FROM pairs WHERE ${SEEN} AND ${among} GROUP BY cluster)
     LEFT JOIN (SELECT cluster, sum("${counted}") AS k FROM text_templates GROUP BY cluster) USING (cluster)`,
  )
}

interface TopRow {
  readonly domain: string
  readonly rows: number
  readonly kept: number
  readonly texts: number
  readonly example: string
}

async function findTop(duck: Duck): Promise<readonly TopRow[]> {
  return duck.rows<TopRow>(
    `WITH top AS (SELECT * FROM text_templates ORDER BY "rows" DESC, "domain", first LIMIT ${MAX_TOP}),
     found AS (
       SELECT top."domain" AS "domain", top.skeleton AS skeleton, count(DISTINCT "text") AS texts,
         any_value("text") FILTER (pairs."row" = top.first) AS example
       FROM pairs JOIN top ON pairs."domain" = top."domain" AND pairs.skeleton = top.skeleton WHERE "text" <> '' GROUP BY ALL
     )
     SELECT "domain", "rows"::DOUBLE AS "rows", kept::DOUBLE AS kept, texts::DOUBLE AS texts,
       ${redacted('example')} AS example
     FROM top JOIN found USING ("domain", skeleton) ORDER BY top."rows" DESC, "domain", first`,
  )
}
