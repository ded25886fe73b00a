import {
  type Columns,
  type Counts,
  fateColumns,
  fetchedColumns,
  ledgerColumns,
  scoredColumns,
  selectionColumns,
  similarityColumns,
} from '@warc2dataset/schemas'
import { filtersOf, firstFailing, firstReason, verdictList } from '../judge/judge-sql.js'
import { countReasons, exitExpressions, LEDGER_ORDER, ledgerList } from '../ledger/ledger-sql.js'
import { type Duck, names, scan } from '../parquet/duck.js'
import type { Where } from '../where/parse-where.js'
import { type CutOptions, cutDataset } from './cut-dataset.js'
import { type KeepRule, keepFilters } from './keep-filters.js'
import { type AnnotatedBy, measuredSql, type ScoredBy } from './measure-samples.js'

export interface SelectOptions extends CutOptions {
  readonly fetched: readonly string[]
  /** The primary scorer first. */
  readonly scorers: readonly ScoredBy[]
  readonly annotators: readonly AnnotatedBy[]
  readonly keep: readonly KeepRule[]
  readonly where: Where
}

export const SELECT_SAMPLES = { name: 'select-samples', version: 3 } as const

/** What the ledger and the dataset's order need of a row; the wide rest stays in its file. */
const judgedColumns: Columns = {
  ...Object.fromEntries(
    Object.entries(fetchedColumns).filter(
      ([name]) => name in ledgerColumns || name in fateColumns || name === 'tar_size',
    ),
  ),
  similarity: ledgerColumns.similarity,
}

/**
 * Judges the stored measurements of every sample, and gives each kept one its place in the dataset. No picture is
 * touched. The ledger gets one row per sample: here every candidate that is still there leaves, kept or not.
 */
export async function selectSamples(
  duck: Duck,
  options: SelectOptions,
  out: { readonly selection: string; readonly ledger: string },
): Promise<{ counts: Counts; shards: readonly number[] }> {
  const { scorers, annotators, keep, where, seed } = options
  const measured: Columns = Object.assign(
    similarityColumns(scorers.map(({ name }) => name)),
    ...annotators.map(({ columns }) => columns),
  )
  await duck.run(`CREATE TEMP VIEW measured AS ${measuredSql(options.fetched, scorers, annotators)}`)
  const scores = ['similarity', ...Object.keys(measured)]
  const filters = [...(await keepFilters(duck, keep, seed)), ...filtersOf(where, 'select_where', scores)]
  await duck.run(`CREATE TEMP TABLE judged AS
    SELECT *, failing IS NULL AND shadow_reason IS NULL AS is_kept
    FROM (SELECT ${names({ ...judgedColumns, ...measured })}, ${firstFailing(filters)} AS failing,
      ${firstReason(filters)} AS fail_reason, ${verdictList(filters)} AS new_verdicts FROM measured)`)
  const shards = await cutDataset(duck, options)
  await writeSelection(duck, options, measured, out.selection)
  await writeLedger(duck, out.ledger)
  const [totals] = await duck.rows<{ in: number; kept: number }>(
    `SELECT count(*)::DOUBLE AS "in", (count(*) FILTER (is_kept))::DOUBLE AS kept FROM judged`,
  )
  const dropped = await countReasons(duck, 'fates')
  return { counts: { in: 0, kept: 0, ...totals, shadow: 0, dropped, failed: {} }, shards }
}

async function writeSelection(
  duck: Duck,
  { fetched, scorers }: SelectOptions,
  measured: Columns,
  path: string,
): Promise<void> {
  const [primary] = scorers
  const columns = { ...selectionColumns, ...measured }
  const unscored = `list_transform(f.texts[2:], lambda t:
    {kind: t.kind, 'text': t."text", text_id: t.text_id, n: t.n, similarity: NULL::DOUBLE})`
  await duck.copy(
    `SELECT ${names(columns)} FROM (
      SELECT chosen.*, ${names(measured, 'judged.') || 'NULL AS nothing_measured'},
        ${primary === undefined ? unscored : `coalesce(s.extra_texts, ${unscored})`} AS extra_texts,
        ${primary === undefined ? 'NULL' : 's.score_model'} AS score_model
      FROM chosen JOIN judged USING ("key") JOIN ${scan(fetched, fetchedColumns)} f USING ("key")
        ${primary === undefined ? '' : `LEFT JOIN ${scan(primary.metadata, scoredColumns)} s USING ("key")`})`,
    'similarity DESC NULLS LAST, "key"',
    path,
  )
}

async function writeLedger(duck: Duck, path: string): Promise<void> {
  const exit = exitExpressions('select', `coalesce(fail_reason, 'kept')`, 'failing')
  await duck.run(`CREATE TEMP VIEW fates AS
    SELECT ${ledgerList(judgedColumns, {
      ...exit,
      outcome: `CASE WHEN is_kept THEN 'kept' ELSE 'dropped' END`,
      reason: `CASE WHEN is_kept THEN NULL ELSE ${exit.reason} END`,
      filter: `CASE WHEN is_kept THEN NULL ELSE ${exit.filter} END`,
      verdicts: 'verdicts || new_verdicts',
    })} FROM judged`)
  await duck.copy('SELECT * FROM fates', LEDGER_ORDER, path)
}
