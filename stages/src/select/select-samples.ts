import {
  type Columns,
  type Counts,
  fateColumns,
  fetchedColumns,
  ledgerColumns,
  selectionColumns,
} from '@warc2dataset/schemas'
import { firstFailing, verdictList } from '../judge/judge-sql.js'
import { countReasons, exitExpressions, LEDGER_ORDER, ledgerList } from '../ledger/ledger-sql.js'
import { type Duck, names, scan } from '../parquet/duck.js'
import type { Where } from '../where/parse-where.js'
import { type CutOptions, cutDataset } from './cut-dataset.js'

export interface SelectOptions extends CutOptions {
  readonly fetched: readonly string[]
  readonly where: Where
}

export const SELECT_SAMPLES = { name: 'select-samples', version: 1 } as const

/** What the ledger and the dataset's order need of a row; the wide rest stays in its file. */
const judgedColumns: Columns = Object.fromEntries(
  Object.entries(fetchedColumns).filter(
    ([name]) => name in ledgerColumns || name in fateColumns || name === 'tar_size',
  ),
)

/**
 * Judges the stored measurements of every sample, and gives each kept one its place in the dataset. No picture is
 * touched. The ledger gets one row per sample: here every candidate that is still there leaves, kept or not.
 */
export async function selectSamples(
  duck: Duck,
  options: SelectOptions,
  out: { readonly selection: string; readonly ledger: string },
): Promise<{ counts: Counts; shards: readonly number[] }> {
  const { where } = options
  await duck.run(`CREATE TEMP TABLE judged AS
    SELECT ${names(judgedColumns)}, similarity, failing, failing IS NULL AND shadow_reason IS NULL AS is_kept
    FROM (SELECT * REPLACE (verdicts || ${verdictList(where)} AS verdicts), ${firstFailing(where)} AS failing
      FROM (SELECT *, original_width::DOUBLE / original_height AS aspect, NULL::DOUBLE AS similarity
        FROM ${scan(options.fetched, fetchedColumns)} WHERE status = 'success'))`)
  const shards = await cutDataset(duck, options)
  await duck.copy(
    `SELECT ${names(selectionColumns)} FROM chosen`,
    'similarity DESC NULLS LAST, "key"',
    out.selection,
  )
  const exit = exitExpressions(
    'select',
    `CASE WHEN failing IS NULL THEN 'kept' ELSE 'select_where' END`,
    'failing',
  )
  await duck.run(`CREATE TEMP VIEW fates AS
    SELECT ${ledgerList(judgedColumns, {
      ...exit,
      outcome: `CASE WHEN is_kept THEN 'kept' ELSE 'dropped' END`,
      reason: `CASE WHEN is_kept THEN NULL ELSE ${exit.reason} END`,
      filter: `CASE WHEN is_kept THEN NULL ELSE ${exit.filter} END`,
    })} FROM judged`)
  await duck.copy('SELECT * FROM fates', LEDGER_ORDER, out.ledger)
  const [totals] = await duck.rows<{ in: number; kept: number }>(
    `SELECT count(*)::DOUBLE AS "in", (count(*) FILTER (is_kept))::DOUBLE AS kept FROM judged`,
  )
  const dropped = await countReasons(duck, 'fates')
  return { counts: { in: 0, kept: 0, ...totals, shadow: 0, dropped, failed: {} }, shards }
}
