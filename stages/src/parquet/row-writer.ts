import { DuckDBDataChunk, type DuckDBValue, listValue, structValue } from '@duckdb/node-api'
import {
  type Column,
  type Columns,
  DUCKDB_TYPES,
  type RowOf,
  type Text,
  type Verdict,
} from '@warc2dataset/schemas'
import { type Duck, identifier, names } from './duck.js'

const CHUNK_ROWS = 2048
const FLUSH_ROWS = 8 * CHUNK_ROWS

/** Rows on their way into a table of DuckDB, which spills. */
export interface TableWriter<C extends Columns> {
  readonly write: (rows: readonly RowOf<C>[]) => void
  /** Afterwards the table holds every row; returns their count. */
  readonly close: () => number
}

/** Collects rows in a DuckDB table (which spills) and writes them as one sorted Parquet file. */
export interface RowWriter<C extends Columns> {
  readonly write: (rows: readonly RowOf<C>[]) => void
  /** `rowGroup`: rows of one row group, all of which are in memory at once. */
  readonly finish: (path: string, orderBy: string, rowGroup?: number) => Promise<number>
}

export async function openRowWriter<C extends Columns>(
  duck: Duck,
  table: string,
  columns: C,
): Promise<RowWriter<C>> {
  const { write, close } = await openTable(duck, table, columns)
  return {
    write,
    finish: async (path, orderBy, rowGroup) => {
      const count = close()
      await duck.copy(`SELECT ${names(columns)} FROM ${identifier(table)}`, orderBy, path, rowGroup)
      await duck.run(`DROP TABLE ${identifier(table)}`)
      return count
    },
  }
}

/** Creates a table and fills it; the name must be free. */
export async function openTable<C extends Columns>(
  duck: Duck,
  table: string,
  columns: C,
): Promise<TableWriter<C>> {
  await createTable(duck, table, columns)
  const appender = await duck.connection.createAppender(table)
  const entries = Object.entries(columns)
  // One chunk for all rows: a new one for each 2048 would be freed only when its finalizer gets to run.
  const chunk = DuckDBDataChunk.create(
    entries.map((_, index) => appender.columnType(index)),
    CHUNK_ROWS,
  )
  let pending: RowOf<C>[] = []
  let count = 0
  const flush = (): void => {
    if (pending.length === 0) return
    fillChunk(chunk, entries, pending)
    appender.appendDataChunk(chunk)
    count += pending.length
    pending = []
    // What the appender holds by itself, 200,000 rows, is not in the memory limit and cannot spill.
    if (count % FLUSH_ROWS === 0) appender.flushSync()
  }
  return {
    write: (rows) => {
      for (const row of rows) {
        pending.push(row)
        if (pending.length === CHUNK_ROWS) flush()
      }
    },
    close: () => {
      flush()
      appender.closeSync()
      return count
    },
  }
}

/** Creates an empty table with these columns. */
async function createTable(duck: Duck, table: string, columns: Columns): Promise<void> {
  const list = Object.entries(columns).map(([name, c]) => `${identifier(name)} ${DUCKDB_TYPES[c.type]}`)
  await duck.run(`CREATE TABLE ${identifier(table)} (${list.join(', ')})`)
}

function fillChunk(
  chunk: DuckDBDataChunk,
  columns: readonly (readonly [string, Column])[],
  rows: readonly Readonly<Record<string, unknown>>[],
): void {
  chunk.reset()
  chunk.rowCount = rows.length
  columns.forEach(([name, column], index) => {
    chunk.setColumnValues(
      index,
      rows.map((row) => toValue(name, column, row[name])),
    )
  })
}

function toValue(name: string, column: Column, value: unknown): DuckDBValue {
  if (value === null || value === undefined) {
    if (!column.nullable) throw new TypeError(`Expected a ${column.type} for column ${name}, got ${value}`)
    return null
  }
  if (column.type === 'texts' || column.type === 'scored_texts')
    return listValue((value as readonly Text[]).map((t) => structValue({ ...t })))
  if (column.type === 'verdicts')
    return listValue((value as readonly Verdict[]).map((v) => structValue({ ...v })))
  // Parquet strings are UTF-8: a lone surrogate cannot be written, and must not become a silent difference.
  if (column.type === 'string') return (value as string).toWellFormed()
  return value as DuckDBValue
}
