import {
  type Annotator,
  annotatedColumns,
  annotatorColumns,
  type CaptionRow,
  type Columns,
  captionColumns,
  type FetchedRow,
  fetchedColumns,
  type LedgerRow,
  type ScoredRow,
  type SelectionRow,
  scoredColumns,
} from '@warc2dataset/schemas'
import { unmeasured } from '../extract/measure-texts.js'
import { selectTableOf, whereColumns } from '../judge/where-columns.js'
import { fillRow, withTables } from '../parquet/test-rows.js'
import { parseWhere } from '../where/parse-where.js'
import type { CaptionWish } from './choose-captions.js'
import type { KeepRule } from './keep-filters.js'
import type { BucketWish } from './place-samples.js'
import { selectSamples } from './select-samples.js'
import type { SplitWish } from './split-languages.js'

/** A fetched row that was stored. */
export const sample = (index: number, values: Partial<FetchedRow> = {}): FetchedRow =>
  fillRow(fetchedColumns, {
    key: String(index).padStart(9, '0'),
    candidate_id: BigInt(index),
    status: 'success',
    text: `text ${index}`,
    original_width: 100 + index,
    original_height: 100,
    tar_size: 10n,
    ...values,
  })

/** Selects over rows given as plain data. */
export function select(
  rows: readonly FetchedRow[],
  options: {
    filter?: string
    shardSize?: number
    maxShardBytes?: number
    keep?: readonly KeepRule[]
    caption?: CaptionWish
    captions?: readonly CaptionRow[]
    buckets?: BucketWish
    split?: SplitWish
    seed?: number
    scored?: Readonly<Record<string, readonly ScoredRow[]>>
    annotated?: readonly {
      readonly by: Pick<Annotator, 'name' | 'gives'>
      readonly rows: readonly Readonly<Record<string, string | number>>[]
    }[]
  } = {},
) {
  return withTables(async ({ duck, path, write, read }) => {
    const {
      filter = 'true',
      shardSize = 100,
      maxShardBytes = 1e9,
      keep = [],
      caption = { kind: 'alt' },
      captions = [],
      buckets = null,
      split = 'none',
      seed = 1,
      scored = {},
      annotated = [],
    } = options
    const out = { selection: path('selection.parquet'), ledger: path('ledger.parquet') }
    const fetched = [await write('fetched.parquet', fetchedColumns, rows)]
    const scorers: { name: string; metadata: string[] }[] = []
    for (const [name, lines] of Object.entries(scored)) {
      scorers.push({ name, metadata: [await write(`${name}.parquet`, scoredColumns, lines)] })
    }
    const annotators: { columns: Columns; files: string[] }[] = []
    for (const { by, rows } of annotated) {
      const lines = rows.map((row) => fillRow(annotatedColumns(by), row))
      const files = [await write(`${by.name}.parquet`, annotatedColumns(by), lines)]
      annotators.push({ columns: annotatorColumns(by), files })
    }
    const table = selectTableOf(
      Object.keys(scored),
      annotated.map(({ by }) => by),
    )
    const where = parseWhere(filter, whereColumns(table))
    const files = [await write('captions.parquet', captionColumns, captions)]
    const result = await selectSamples(
      duck,
      {
        fetched,
        scorers,
        annotators,
        keep,
        where,
        captions: { wish: caption, files },
        buckets,
        split,
        seed,
        shardSize,
        maxShardBytes,
      },
      out,
    )
    return {
      ...result,
      selection: await read<SelectionRow>(out.selection),
      ledger: await read<LedgerRow>(out.ledger),
    }
  })
}

export const many = (n: number, values: Partial<FetchedRow> = {}): FetchedRow[] =>
  Array.from({ length: n }, (_, i) => sample(i, values))

export const text = (words: string, n = 1): FetchedRow['texts'][number] => ({
  ...unmeasured('alt', words, BigInt(words.length)),
  n,
})

/** What a scorer says of a sample. */
export const score = (index: number, similarity: number | null, values: Partial<ScoredRow> = {}): ScoredRow =>
  fillRow(scoredColumns, {
    key: String(index).padStart(9, '0'),
    caption: `text ${index}`,
    text_kind: 'alt',
    similarity,
    score_model: 'm1',
    ...values,
  })

/** A written caption. */
export const caption = (index: number, words: string, similarity: number | null, candidate = 0): CaptionRow =>
  fillRow(captionColumns, {
    key: sample(index).key,
    candidate,
    outcome: 'written',
    text: words,
    similarity,
    caption_model: 'captioner',
  })
