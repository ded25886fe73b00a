import {
  type Annotator,
  annotatorColumns,
  type Columns,
  type ColumnType,
  captureColumns,
  column,
  fateColumns,
  fetchedColumns,
  nullable,
  plannableColumns,
  similarityColumns,
} from '@warc2dataset/schemas'
import type { Columns as WhereColumns, ColumnType as WhereType } from '../where/parse-where.js'

const TYPES: Readonly<Partial<Record<ColumnType, WhereType>>> = {
  int32: 'integer',
  int64: 'integer',
  float: 'number',
  double: 'number',
  string: 'string',
  bool: 'boolean',
}

/** What plan.where sees of a candidate: everything known before its picture is read. */
export const planTable = plannableColumns

/** What select.where sees of a sample whoever scores: what plan.where sees, and what was measured on its bytes. */
export const selectTable = {
  ...fetchedColumns,
  aspect: column('double', 'width / height of the original.'),
  similarity: nullable(
    'double',
    'Primary similarity; null: not scored. Beside it similarity_NAME of each scorer.',
  ),
} as const

/** What select.where sees in a run with these scorers and annotators. */
export function selectTableOf(
  scorers: readonly string[],
  annotators: readonly Pick<Annotator, 'name' | 'gives'>[] = [],
): Columns {
  return Object.assign({}, selectTable, similarityColumns(scorers), ...annotators.map(annotatorColumns))
}

const HIDDEN = new Set([
  ...Object.keys(fateColumns),
  ...Object.keys(captureColumns),
  'status',
  'error_message',
  'skeleton',
])

/** The columns of a table that an expression may name, with their types. */
export function whereColumns(table: Columns): WhereColumns {
  const entries = Object.entries(table).flatMap(([name, { type }]) => {
    const whereType = TYPES[type]
    return whereType === undefined || HIDDEN.has(name) ? [] : [[name, whereType] as const]
  })
  return new Map(entries)
}
