import {
  type Columns,
  type Counts,
  fateColumns,
  fetchedColumns,
  ledgerColumns,
  placementColumns,
  scoredColumns,
  selectionColumns,
  similarityColumns,
} from '@warc2dataset/schemas'
import { filtersOf, firstFailing, firstReason, verdictList } from '../judge/judge-sql.js'
import { countReasons, exitExpressions, LEDGER_ORDER, ledgerList } from '../ledger/ledger-sql.js'
import { type Duck, names, scan } from '../parquet/duck.js'
import type { Where } from '../where/parse-where.js'
import { type CaptionedBy, captionFilter, chooseCaptions, countCaptions } from './choose-captions.js'
import { type CutOptions, type CutShard, cutDataset } from './cut-dataset.js'
import { type KeepRule, keepFilters } from './keep-filters.js'
import { type AnnotatedBy, measuredSql, type ScoredBy } from './measure-samples.js'
import { type BucketWish, bucketFilter, countShrunkTooSmall, placeSamples } from './place-samples.js'
import { type SplitWish, splitSql } from './split-languages.js'

export interface SelectOptions extends CutOptions {
  readonly fetched: readonly string[]
  /** The primary scorer first. */
  readonly scorers: readonly ScoredBy[]
  readonly annotators: readonly AnnotatedBy[]
  readonly keep: readonly KeepRule[]
  readonly where: Where
  readonly captions: Omit<CaptionedBy, 'seed'>
  readonly split: SplitWish
  /** Null: no buckets. */
  readonly buckets: BucketWish | null
}

export interface Selected {
  readonly counts: Counts
  /** In their order. */
  readonly shards: readonly CutShard[]
  /** Of the kept samples; `fell_back`: their caption is the alt since there is no synthetic one. */
  readonly captions: Readonly<Record<'alt' | 'synthetic' | 'fell_back', number>>
  /** Of bucket_too_small: those whose original was large enough. */
  readonly shrunkTooSmall: number
}

export const SELECT_SAMPLES = { name: 'select-samples', version: 6 } as const

const ofPicture = new Set(['tar_size', 'width', 'height'])

/** What the ledger and the dataset's order need of a row; the wide rest stays in its file. */
const judgedColumns: Columns = {
  ...Object.fromEntries(
    Object.entries(fetchedColumns).filter(
      ([name]) => name in ledgerColumns || name in fateColumns || ofPicture.has(name),
    ),
  ),
  similarity: ledgerColumns.similarity,
}

/**
 * Judges the stored measurements of every sample, and gives each kept one its caption, its bucket and its place in the
 * dataset. No picture is touched. The ledger gets one row per sample: here every candidate that is still there leaves, kept or not.
 */
export async function selectSamples(
  duck: Duck,
  options: SelectOptions,
  out: { readonly selection: string; readonly ledger: string },
): Promise<Selected> {
  const { scorers, annotators, keep, where, seed, buckets } = options
  const captioned = { ...options.captions, seed }
  const measured: Columns = Object.assign(
    similarityColumns(scorers.map(({ name }) => name)),
    ...annotators.map(({ columns }) => columns),
  )
  await duck.run(`CREATE TEMP VIEW measured AS ${measuredSql(options.fetched, scorers, annotators)}`)
  const scores = ['similarity', ...Object.keys(measured)]
  const filters = [
    ...(await keepFilters(duck, keep, seed)),
    ...filtersOf(where, 'select_where', scores),
    ...captionFilter(captioned),
    ...(buckets === null ? [] : [bucketFilter(buckets)]),
  ]
  const choices = await chooseCaptions(duck, captioned)
  const placed = await placeSamples(duck, buckets)
  await duck.run(`CREATE TEMP TABLE judged AS
    SELECT *, failing IS NULL AND shadow_reason IS NULL AS is_kept
    FROM (SELECT ${names({ ...judgedColumns, ...measured })}, ${firstFailing(filters)} AS failing,
      ${firstReason(filters)} AS fail_reason, ${verdictList(filters)} AS new_verdicts, ${names(placementColumns)}
      FROM measured JOIN ${placed} USING ("key") LEFT JOIN (SELECT "key", caption_source FROM ${choices}) USING ("key"))`)
  const split = splitSql(options.split)
  await duck.run(`CREATE TEMP VIEW kept_rows AS SELECT *, ${split} AS split FROM judged WHERE is_kept`)
  const shards = await cutDataset(duck, options)
  await duck.run(`CREATE TEMP TABLE captioned AS FROM ${choices} WHERE "key" IN (SELECT "key" FROM chosen)`)
  await writeSelection(duck, options, measured, out.selection)
  await writeLedger(duck, out.ledger)
  const [totals] = await duck.rows<{ in: number; kept: number }>(
    `SELECT count(*)::DOUBLE AS "in", (count(*) FILTER (is_kept))::DOUBLE AS kept FROM judged`,
  )
  const dropped = await countReasons(duck, 'fates')
  return {
    counts: { in: 0, kept: 0, ...totals, shadow: 0, dropped, failed: {} },
    shards,
    captions: await countCaptions(duck),
    shrunkTooSmall: await countShrunkTooSmall(duck, buckets),
  }
}

async function writeSelection(
  duck: Duck,
  { fetched, scorers }: SelectOptions,
  measured: Columns,
  path: string,
): Promise<void> {
  const [primary] = scorers
  const columns = { ...selectionColumns, ...measured }
  const unscored = 'list_transform(f.texts[2:], lambda t: struct_insert(t, similarity := NULL::DOUBLE))'
  await duck.copy(
    `SELECT ${names(columns)} FROM (
      SELECT chosen.*, captioned.* EXCLUDE ("key"), ${names(measured, 'judged.') || 'NULL AS nothing_measured'},
        ${primary === undefined ? unscored : `coalesce(s.extra_texts, ${unscored})`} AS extra_texts,
        ${primary === undefined ? 'NULL' : 's.score_model'} AS score_model
      FROM chosen JOIN judged USING ("key") JOIN captioned USING ("key") JOIN ${scan(fetched, fetchedColumns)} f USING ("key")
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
