import type { StepOfWay } from '@warc2dataset/stages/inspect/pair-table'
import { sqlDouble } from '@warc2dataset/stages/inspect/threshold/score-grid'
import { identifier, literal } from '@warc2dataset/stages/parquet/duck'

const LEDGER = `read_parquet(['ledger/*/*.parquet', 'selections/SELECTION/ledger*.parquet'])`

/**
 * SQL for a person in the folder of the run, such as `duckdb -c "…"`: the rows that left at a step. Files that a newer
 * generation replaced are in those folders, too, after retries; `inspect` itself reads commits.
 */
export function queryOfStep({ filter, code, phase }: StepOfWay, selection: string): string {
  const condition =
    filter === null
      ? `"filter" IS NULL AND reason = ${literal(code ?? '')} AND exit_phase = ${literal(phase)}`
      : `"filter" = ${literal(filter)}${endsWays(filter) ? ` AND exit_phase = ${literal(phase)}` : ''}`
  return `SELECT url, text, similarity, reason FROM ${LEDGER.replace('SELECTION', selection)} WHERE ${condition};`
}

/** Opt-outs end a way in the phase of their step, and two of them are asked in two phases. */
function endsWays(filter: string): boolean {
  return filter.startsWith('opt_out.')
}

/**
 * The same of a table, in the folder of its files: rows are judged by their score alone, and what is no number has none.
 *
 * @param reader SQL that reads the files.
 */
export function queryOfWhatIf(reader: string, column: string, cut: number): string {
  const score = `TRY_CAST(${identifier(column)} AS DOUBLE)`
  return `SELECT * FROM ${reader} WHERE NOT coalesce(isfinite(${score}) AND ${score} >= ${sqlDouble(cut)}, false);`
}
