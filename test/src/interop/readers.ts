import { DuckDBInstance } from '@duckdb/node-api'
import type { Columns, ColumnType } from '@warc2dataset/schemas'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import parquet from 'parquetjs-lite'
import { isList, type PlainRow, plainRow } from './cells.js'

/** All rows of a Parquet file by one library, in file order and in the one spelling. */
export type ReadRows = (path: string, columns: Columns) => Promise<readonly PlainRow[]>

export const withDuckdb: ReadRows = async (path, columns) => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const result = await connection.runAndReadAll('SELECT * FROM read_parquet($1)', [path])
    return result.getRowObjectsJS().map((row) => plainRow(columns, row))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

export const withHyparquet: ReadRows = async (path, columns) => {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) })
  return rows.map((row) => plainRow(columns, row))
}

/**
 * parquetjs-lite gives lists as the Parquet levels that they are, and every value of a dictionary but text as its
 * decimal spelling (reader.js, decodePages: `d.toString()`); both are undone here, nothing else is.
 */
export const withParquetjs: ReadRows = async (path, columns) => {
  const reader = await parquet.ParquetReader.openFile(path)
  try {
    const cursor = reader.getCursor()
    const rows: PlainRow[] = []
    for (let row = await cursor.next(); row; row = await cursor.next()) {
      const undone = Object.entries(columns).map(([name, { type }]) => [name, undo(type, row[name])])
      rows.push(plainRow(columns, Object.fromEntries(undone)))
    }
    return rows
  } finally {
    await reader.close()
  }
}

type Level = { readonly list?: readonly { readonly element: Readonly<Record<string, unknown>> }[] }

const MEMBER_TYPES: Readonly<Record<string, ColumnType>> = {
  text_id: 'int64',
  n: 'int32',
  score: 'double',
  similarity: 'double',
  probability: 'double',
  skeleton: 'int64',
}

function undo(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (isList(type)) {
    return ((value as Level).list ?? []).map(({ element }) =>
      Object.fromEntries(
        Object.entries(element).map(([name, member]) => [name, undo(MEMBER_TYPES[name] ?? 'string', member)]),
      ),
    )
  }
  if (typeof value !== 'string') return value
  if (type === 'int64') return BigInt(value)
  if (type === 'int32' || type === 'float' || type === 'double') return Number(value)
  return value
}
