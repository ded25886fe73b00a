import type { ImagesSection } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { keptRates } from '../rate/kept-rates.js'
import { binNumber, fillBins, roundWidth } from './round-width.js'

/** A column that was measured on pictures. */
export interface PictureColumn {
  readonly column: string
  /** What measured it. */
  readonly by: string
  readonly toy: boolean
  /** SQL table expression with columns `key` (as `pairs.key`) and `value`. */
  readonly table: string
}

/** A number per picture; each key once. */
export interface HeadColumn extends PictureColumn {
  /** Terms of select.where that name the column. */
  readonly cuts: readonly string[]
}

const HEAD_BINS = 100
const MOST_TAGS = 60
const LONGEST_TAG = 100

/**
 * A histogram of about a hundred bins of a round width, that starts at a multiple of it. `missing`: rows with a picture
 * (a key and, where hashes are known, a hash) without a finite number.
 */
export async function measureHead(
  { duck, knows }: Inspected,
  { column, by, toy, table, cuts }: HeadColumn,
): Promise<ImagesSection['heads'][number]> {
  const values = `(SELECT "key", TRY_CAST(value AS DOUBLE) AS value FROM ${table} AS given WHERE isfinite(TRY_CAST(value AS DOUBLE)))`
  const [range] = await duck.rows<{ low: number | null; high: number | null }>(
    `SELECT min(value) AS low, max(value) AS high FROM ${values}`,
  )
  const width = roundWidth(range?.low ?? 0, range?.high ?? 0, HEAD_BINS)
  const rows = await duck.rows<{ bin: number | null; n: number; k: number }>(
    `SELECT ${binNumber('measured.value', width)} AS bin,
       count(*)::DOUBLE AS n, count(*) FILTER (kept)::DOUBLE AS k
     FROM pairs LEFT JOIN ${values} AS measured ON pairs."key" = measured."key"
     WHERE pairs."key" IS NOT NULL AND (measured.value IS NOT NULL${knows.sha256 ? ' OR sha256 IS NOT NULL' : ' OR true'})
     GROUP BY ALL`,
  )
  const bins = (pick: (row: { readonly n: number; readonly k: number }) => number) =>
    fillBins(
      new Map(rows.flatMap((row) => (row.bin === null || pick(row) === 0 ? [] : [[row.bin, pick(row)]]))),
    )
  return {
    column,
    by,
    toy,
    width,
    all: bins(({ n }) => n),
    kept: bins(({ k }) => k),
    missing: rows.find(({ bin }) => bin === null)?.n ?? 0,
    cuts,
  }
}

/** The 60 most frequent values, and how many of their rows were kept. A key may have several values, each once. */
export async function measureTags(
  inspected: Inspected,
  { column, by, toy, table }: PictureColumn,
): Promise<ImagesSection['tags'][number]> {
  // Values stay in the database: in the text of a query a NUL would end it.
  const tagged = `(SELECT left(CAST(given.value AS VARCHAR), ${LONGEST_TAG}) AS value, cluster, kept
    FROM ${table} AS given JOIN pairs ON pairs."key" = given."key" WHERE given.value IS NOT NULL)`
  const top = `(SELECT value FROM ${tagged} GROUP BY value ORDER BY count(*) DESC, value LIMIT ${MOST_TAGS})`
  const from = `${tagged} AS tagged SEMI JOIN ${top} AS top USING (value)`
  const rates = await keptRates(inspected, { among: 'true', by: 'value', from })
  return {
    column,
    by,
    toy,
    values: [...rates].flatMap(([value, kept]) => (value === null ? [] : [{ value, rows: kept.n, kept }])),
  }
}
