import type { Verdict } from './outcome.js'

/** One text of a candidate: where it stood (`kind`), its id (hash of URL, NUL, text), how many candidates carry it. */
export interface Text {
  readonly kind: string
  readonly text: string
  readonly text_id: bigint
  readonly n: number
}

/** A text with its similarity to the picture: the cosine, fp32; null where the model cannot say. */
export interface ScoredText extends Text {
  readonly similarity: number | null
}

interface ValueOf {
  int32: number
  int64: bigint
  float: number
  double: number
  bool: boolean
  string: string
  texts: readonly Text[]
  scored_texts: readonly ScoredText[]
  verdicts: readonly Verdict[]
}

export type ColumnType = keyof ValueOf

/**
 * DuckDB type of each column type, hence the Parquet physical type. No DECIMAL, ENUM, TIMESTAMP or unsigned
 * type: old readers (parquetjs-lite) cannot read those.
 */
export const DUCKDB_TYPES: Readonly<Record<ColumnType, string>> = {
  int32: 'INTEGER',
  int64: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  string: 'VARCHAR',
  texts: 'STRUCT(kind VARCHAR, "text" VARCHAR, text_id BIGINT, n INTEGER)[]',
  scored_texts: 'STRUCT(kind VARCHAR, "text" VARCHAR, text_id BIGINT, n INTEGER, similarity DOUBLE)[]',
  verdicts: 'STRUCT("filter" VARCHAR, score DOUBLE, "value" VARCHAR, pass BOOLEAN)[]',
}

export interface Column<T extends ColumnType = ColumnType, N extends boolean = boolean> {
  readonly type: T
  readonly nullable: N
  readonly about: string
}

/** An ordered table of columns: the order here is the order in the file. */
export type Columns = Readonly<Record<string, Column>>

/** The row type that a table of columns describes. */
export type RowOf<C extends Columns> = {
  readonly [K in keyof C]: C[K]['nullable'] extends true
    ? ValueOf[C[K]['type']] | null
    : ValueOf[C[K]['type']]
}

/** A column that always has a value. */
export function column<T extends ColumnType>(type: T, about: string): Column<T, false> {
  return { type, nullable: false, about }
}

/** A column that is null where the value is unknown or not computed. */
export function nullable<T extends ColumnType>(type: T, about: string): Column<T, true> {
  return { type, nullable: true, about }
}
