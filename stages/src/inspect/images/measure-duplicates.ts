import type { ImagesSection } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import type { Inspected } from '../pair-table.js'
import { redacted } from '../texts/personal.js'

/** The last of the numbers of URLs, which joins all above. */
const MOST_URLS = 20
const MAX_TOP = 50

/**
 * Pictures, by the hash of their bytes, that stand at several URLs; rows without a hash were not fetched and do not
 * count. A row whose URL is not told is a URL of its own. `top`: those with most rows, `example` the text of the first
 * row (`redacted`). Field note inspect M21.
 */
export async function measureDuplicates({ duck, knows }: Inspected): Promise<ImagesSection['duplicates']> {
  if (!knows.sha256) return { not_available: 'The rows have no hash of their pictures.' }
  await duck.run(
    `CREATE OR REPLACE TEMP TABLE repeated_pictures AS
     WITH several AS (SELECT sha256 FROM pairs WHERE sha256 IS NOT NULL GROUP BY sha256 HAVING count(*) > 1)
     SELECT sha256, count(*) AS "rows", count(DISTINCT CASE WHEN url = '' THEN "row"::VARCHAR ELSE url END) AS urls,
       count(DISTINCT "text") FILTER ("text" <> '') AS texts, count(DISTINCT "domain") AS domains, min("row") AS first
     FROM pairs SEMI JOIN several USING (sha256) GROUP BY sha256`,
  )
  try {
    const [all] = await duck.rows<Readonly<Record<'rows' | 'joined' | Repeated, number>>>(
      `SELECT (SELECT count(sha256) FROM pairs)::DOUBLE AS "rows", coalesce(sum("rows" - 1), 0)::DOUBLE AS joined,
         count(*) FILTER (urls > 1)::DOUBLE AS repeated,
         coalesce(sum("rows") FILTER (urls > 1), 0)::DOUBLE AS repeated_rows,
         count(*) FILTER (urls > 1 AND texts > 1)::DOUBLE AS differing_texts
       FROM repeated_pictures`,
    )
    const { rows, joined, ...repeated } = all ?? NONE
    // A picture of one row is in no table: it would be most of them.
    const pictures = rows - joined
    return {
      pictures,
      rows,
      ...repeated,
      sizes: await countSizes(duck, pictures - repeated.repeated),
      top: await findTop(duck),
    }
  } finally {
    await duck.run('DROP TABLE repeated_pictures')
  }
}

type Repeated = 'repeated' | 'repeated_rows' | 'differing_texts'
const NONE = { rows: 0, joined: 0, repeated: 0, repeated_rows: 0, differing_texts: 0 }

async function countSizes(duck: Duck, single: number): Promise<readonly (readonly [number, number])[]> {
  const sizes = await duck.rows<{ urls: number; pictures: number }>(
    `SELECT least(urls, ${MOST_URLS})::DOUBLE AS urls, count(*)::DOUBLE AS pictures FROM repeated_pictures
     WHERE urls > 1 GROUP BY ALL ORDER BY urls`,
  )
  const several = sizes.map(({ urls, pictures }) => [urls, pictures] as const)
  return single === 0 ? several : [[1, single], ...several]
}

interface TopRow {
  readonly sha256: string
  readonly rows: number
  readonly texts: number
  readonly domains: number
  readonly example: string
}

async function findTop(duck: Duck): Promise<readonly TopRow[]> {
  return duck.rows<TopRow>(
    `WITH top AS (
       SELECT * FROM repeated_pictures WHERE urls > 1 ORDER BY "rows" DESC, sha256 LIMIT ${MAX_TOP}
     ), firsts AS (SELECT pairs."row" AS first, "text" FROM pairs WHERE "row" IN (SELECT first FROM top))
     SELECT left(sha256, 64) AS sha256, "rows"::DOUBLE AS "rows", texts::DOUBLE AS texts, domains::DOUBLE AS domains,
       ${redacted('"text"')} AS example
     FROM top JOIN firsts USING (first) ORDER BY top."rows" DESC, top.sha256`,
  )
}
