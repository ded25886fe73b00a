import { column, nullable, type RowOf } from '@warc2dataset/schemas'
import { type FilterSql, filtersOf } from '../judge/judge-sql.js'
import { type Duck, literal, names } from '../parquet/duck.js'
import { type KeepRule, keepFilters } from '../select/keep-filters.js'
import { type AnnotatedBy, measuredSql, type ScoredBy } from '../select/measure-samples.js'
import type { Where } from '../where/parse-where.js'

/** A stored sample that is asked about. */
export const captionedSampleColumns = {
  key: column('string', 'Key of the sample.'),
  text: column('string', 'TEXT: the text with the highest primary similarity.'),
  tar_offset: column('int64', 'Offset of the picture data in the shard tar.'),
  tar_size: column('int64', 'Size of the picture data, bytes.'),
  width: column('int32', 'Width of the stored picture, px.'),
  height: column('int32', 'Height of the stored picture, px.'),
  primary_row: nullable('int64', 'Row of the embedding by the primary scorer; null: there is none.'),
  template_row: nullable('int64', 'Row of the embedding that the template captioner reads.'),
} as const
export type CaptionedSample = RowOf<typeof captionedSampleColumns>

/** Measurements of one shard, and who of it is asked about. */
export interface CaptionWho {
  readonly fetched: readonly string[]
  /** The primary scorer first. */
  readonly scorers: readonly ScoredBy[]
  readonly annotators: readonly AnnotatedBy[]
  /** Of the kind `at_least`: the others need the scores of the whole run. */
  readonly keep: readonly KeepRule[]
  readonly where: Where
  /** Metadata file of the scorer whose embeddings the template captioner reads; null: it is not asked. */
  readonly template: string | null
}

/** SQL of the samples to ask about, by key. The shadow sample is never captioned. */
export async function captionedSamplesSql(duck: Duck, who: CaptionWho): Promise<string> {
  const { fetched, scorers, annotators, keep, where, template } = who
  const filters: readonly FilterSql[] = [
    // No rank is asked for, so nothing is sorted by the seed.
    ...(await keepFilters(
      duck,
      keep.filter(({ kind }) => kind === 'at_least'),
      0,
    )),
    ...filtersOf(where, 'select_where'),
  ]
  const holds = ['shadow_reason IS NULL', ...filters.map((filter) => filter.holds)].join(' AND ')
  return `SELECT ${names(captionedSampleColumns)} FROM (${measuredSql(fetched, scorers, annotators)})
    LEFT JOIN ${embeddingRows(scorers[0]?.metadata[0] ?? null, 'primary_row')} USING ("key")
    LEFT JOIN ${embeddingRows(template, 'template_row')} USING ("key")
    WHERE ${holds} ORDER BY "key"`
}

/** Row i of the metadata belongs to row i of img_emb. */
function embeddingRows(metadata: string | null, name: string): string {
  return metadata === null
    ? `(SELECT NULL::VARCHAR AS "key", NULL::BIGINT AS ${name} WHERE false)`
    : `(SELECT "key", file_row_number AS ${name} FROM read_parquet(${literal(metadata)}, file_row_number = true))`
}
