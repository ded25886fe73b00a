import type { StepOfWay } from '@warc2dataset/stages/inspect/pair-table'
import { literal } from '@warc2dataset/stages/parquet/duck'

const LEDGER = `read_parquet(['ledger/*/*.parquet', 'selections/SELECTION/ledger*.parquet'])`

/**
 * SQL for a person in the folder of the run, such as `duckdb -c "…"`: the rows that left at a step. Files that a newer
 * generation replaced are in those folders, too, after retries; `inspect` itself reads commits.
 */
export function queryOfStep({ filter, code }: StepOfWay, selection: string): string {
  const condition =
    filter === null ? `"filter" IS NULL AND reason = ${literal(code ?? '')}` : `"filter" = ${literal(filter)}`
  return `SELECT url, text, similarity, reason FROM ${LEDGER.replace('SELECTION', selection)} WHERE ${condition};`
}

/** The same of a table: rows are judged by their score alone. */
export function queryOfWhatIf(file: string, column: string, cut: number): string {
  return `SELECT * FROM read_parquet(${literal(file)}) WHERE coalesce("${column.replaceAll('"', '""')}" >= ${cut}, false) = false;`
}
