import type { Verdict } from './outcome.js'

/** One text of a candidate. What is measured on it is null for a kind that may not become TEXT. */
export interface Text {
  /** Where it stood: one of `TEXT_KINDS`, or `pair`. */
  readonly kind: string
  readonly text: string
  /** Hash of URL, NUL, text. */
  readonly text_id: bigint
  /** How many candidates carry it. */
  readonly n: number
  /** ISO 639-1; null: not sure, or not looked for. */
  readonly language: string | null
  /** Chance that the detector's best guess is right, 0 to 1; null: nothing to judge, or not looked for. */
  readonly probability: number | null
  /** ISO 15924 code of most of its letters; Zyyy: no letters. */
  readonly script: string | null
  /** What it is instead of a description: one of `TEXT_CLASSES`; null: none of them. */
  readonly class: string | null
  /** Hash of its skeleton: digits, URLs and case taken out, so that texts of one template are equal. */
  readonly skeleton: bigint | null
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

const TEXT_FIELDS =
  'kind VARCHAR, "text" VARCHAR, text_id BIGINT, n INTEGER, "language" VARCHAR, probability DOUBLE, ' +
  'script VARCHAR, "class" VARCHAR, skeleton BIGINT'

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
  texts: `STRUCT(${TEXT_FIELDS})[]`,
  scored_texts: `STRUCT(${TEXT_FIELDS}, similarity DOUBLE)[]`,
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
