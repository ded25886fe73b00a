import { fetchedColumns, ledgerColumns, RunError } from '@warc2dataset/schemas'
import { type Duck, literal, scan } from '@warc2dataset/stages/parquet/duck'
import type { EmbeddingFiles } from '@warc2dataset/stages/search/embedding-files'
import { type RowSet, rowSet } from '@warc2dataset/stages/search/row-set'
import { filesUnder } from '../commits/commits.js'
import { isLedger } from '../look/is-ledger.js'
import type { RunView } from '../phases/phase.js'
import type { EmbeddingShard } from './embedding-shards.js'

/** Which rows are searched: what the current selection kept, what it cut, or all. */
export type SearchedSide = 'kept' | 'cut' | 'both'

/** Rows by what the current selection says of them; unjudged: it has not seen them. */
export type FateCounts = Readonly<Record<'kept' | 'cut' | 'unjudged', number>>

/** Local paths of what tells about the rows. */
export interface RowFiles {
  /** As the rows of the embeddings. */
  readonly metadata: readonly string[]
  readonly fetched: readonly string[]
  readonly ledger: readonly string[]
}

/** @throws what the storage throws for a file that is not there. */
export async function rowFiles(
  view: RunView,
  shards: readonly EmbeddingShard[],
  scratch: string,
): Promise<RowFiles> {
  const local = (names: readonly string[]): Promise<string[]> =>
    Promise.all(names.map((name) => view.storage.toLocal(name, scratch)))
  const fetched = filesUnder(await view.commits('fetch'), 'fetched/')
  return {
    metadata: await local(shards.map(({ metadata }) => metadata)),
    fetched: await local(fetched.filter((name) => name.endsWith('.parquet'))),
    ledger: await local(filesUnder(await view.commits('select'), 'selections/').filter(isLedger)),
  }
}

/**
 * Makes table `searched` (n, key, sha256, phash, fate): n is the number of the row in the embeddings.
 * @throws RunError exit 10 if metadata and embeddings of a shard are not of the same length.
 */
export async function loadRows(
  duck: Duck,
  { metadata, fetched, ledger }: RowFiles,
  { files }: EmbeddingFiles,
): Promise<FateCounts> {
  const first = files.map(({ firstRow, rows }, at) => {
    const path = literal(metadata[at] ?? '')
    return `(${path}, ${firstRow}, ${rows})`
  })
  await duck.run(
    `CREATE TEMP TABLE shards AS SELECT * FROM (VALUES ${first.join(', ')}) t(path, first, length)`,
  )
  await duck.run(`CREATE TEMP TABLE searched AS
    SELECT (s.first + m.file_row_number)::INTEGER AS n, m."key", f.sha256, f.phash,
      CASE WHEN l.outcome IS NULL THEN 'unjudged' WHEN l.outcome = 'kept' THEN 'kept' ELSE 'cut' END AS fate
    FROM read_parquet([${metadata.map(literal).join(', ')}], file_row_number = true, filename = true) m
    JOIN shards s ON s.path = m.filename
    LEFT JOIN ${scan(fetched, fetchedColumns)} f ON f."key" = m."key"
    LEFT JOIN ${scan(ledger, ledgerColumns)} l ON l."key" = m."key"`)
  await checkLengths(duck, metadata)
  const groups = await duck.rows<{ fate: keyof FateCounts; n: number }>(
    'SELECT fate, count(*)::DOUBLE AS n FROM searched GROUP BY fate',
  )
  return { kept: 0, cut: 0, unjudged: 0, ...Object.fromEntries(groups.map(({ fate, n }) => [fate, n])) }
}

/** Row i of the metadata belongs to row i of the embeddings: if one is longer, nothing is known of any. */
async function checkLengths(duck: Duck, metadata: readonly string[]): Promise<void> {
  const [wrong] = await duck.rows<{ path: string; length: number; n: number }>(`
    SELECT s.path, s.length::DOUBLE AS length, count(m.filename)::DOUBLE AS n
    FROM shards s LEFT JOIN read_parquet([${metadata.map(literal).join(', ')}], filename = true) m
      ON m.filename = s.path GROUP BY ALL HAVING count(m.filename) <> s.length ORDER BY s.path LIMIT 1`)
  if (wrong !== undefined)
    throw new RunError(
      'accounts',
      `Expected ${wrong.length} rows for ${wrong.path}, as its embeddings have, got ${wrong.n}`,
    )
  const [all] = await duck.rows<{ n: number; rows: number; keys: number }>(`
    SELECT (SELECT sum(length) FROM shards)::DOUBLE AS n, count(*)::DOUBLE AS "rows", count(DISTINCT n)::DOUBLE AS keys
    FROM searched`)
  if (all?.rows === all?.n && all?.keys === all?.n) return
  throw new RunError(
    'accounts',
    `Expected one row of fetched/ and of the ledger for each key, got ${all?.rows} for ${all?.n}`,
  )
}

/** Rows of one side as a set; null: all. */
export async function allowedRows(duck: Duck, side: SearchedSide, rows: number): Promise<RowSet | null> {
  if (side === 'both') return null
  const reader = await duck.connection.runAndReadAll(`SELECT n FROM searched WHERE fate = ${literal(side)}`)
  const [column = []] = reader.getColumnsJS()
  return rowSet(rows, column as number[])
}

/** Number of the row of a key, or null if it has no embedding. */
export async function rowOfKey(duck: Duck, key: string): Promise<number | null> {
  const [row] = await duck.rows<{ n: number }>(`SELECT n FROM searched WHERE "key" = ${literal(key)}`)
  return row?.n ?? null
}

/** Why a key has no embedding. */
export async function whyNoRow(duck: Duck, { fetched }: RowFiles, key: string): Promise<string> {
  const [row] = await duck.rows<{ status: string; error_message: string | null }>(
    `SELECT status, error_message FROM ${scan(fetched, fetchedColumns)} WHERE "key" = ${literal(key)}`,
  )
  if (row === undefined) return 'which no sample of the run has'
  return row.status === 'success'
    ? 'which this model has no embedding of'
    : `whose picture was never stored (${row.error_message ?? row.status})`
}
