import { type Columns, fetchedColumns, scoredColumns } from '@warc2dataset/schemas'
import { identifier, names, scan } from '../parquet/duck.js'

/** A scorer whose shards are all there: its metadata files. */
export interface ScoredBy {
  readonly name: string
  readonly metadata: readonly string[]
}

/** A head or prompt set whose shards are all there. */
export interface AnnotatedBy {
  /** Columns that it gives. */
  readonly columns: Columns
  /** Files with `key` and these. */
  readonly files: readonly string[]
}

/**
 * SQL of every stored sample with what was measured on it: the fetched columns, `aspect`, `similarity` (the primary
 * scorer's, whose best text becomes `text`), `similarity_<name>` of that same text by each scorer, and what the
 * annotators say.
 */
export function measuredSql(
  fetched: readonly string[],
  scorers: readonly ScoredBy[],
  annotators: readonly AnnotatedBy[],
): string {
  const [primary] = scorers
  const joins = scorers.map(
    ({ metadata }, index) =>
      `LEFT JOIN ${scan(metadata, scoredColumns)} s${index} ON s${index}."key" = f."key"`,
  )
  const joinedAnnotations = annotators.map(
    ({ columns, files }, index) =>
      `LEFT JOIN ${scan(files, { key: fetchedColumns.key, ...columns })} a${index} ON a${index}."key" = f."key"`,
  )
  const annotations = annotators.map(({ columns }, index) => names(columns, `a${index}.`))
  const similarities = scorers.map(
    ({ name }, index) =>
      `${index === 0 ? 's0.similarity' : similarityOfText(index)} AS ${identifier(`similarity_${name}`)}`,
  )
  const text =
    primary === undefined
      ? 'f.* , NULL::DOUBLE AS similarity'
      : `f.* REPLACE (coalesce(s0.caption, f."text") AS "text", coalesce(s0.caption, f.caption) AS caption,
          coalesce(s0.text_kind, f.text_kind) AS text_kind,
          length(coalesce(s0.caption, f."text"))::INTEGER AS text_length, ${ofText('language')} AS "language",
          ${ofText('probability')} AS language_probability, ${ofText('script')} AS script,
          ${ofText('class')} AS text_class, ${ofText('skeleton')} AS skeleton), s0.similarity`
  const aspect = 'f.original_width::DOUBLE / f.original_height AS aspect'
  return `SELECT ${[text, aspect, ...similarities, ...annotations].join(', ')}
    FROM ${scan(fetched, fetchedColumns)} f ${[...joins, ...joinedAnnotations].join(' ')} WHERE f.status = 'success'`
}

/** What extract measured on the text that the primary scorer chose. */
function ofText(field: string): string {
  return `list_filter(f.texts, lambda t: t.text_id = coalesce(s0.text_id, f.texts[1].text_id))[1].${identifier(field)}`
}

/** What another scorer says of the text that the primary one chose. */
function similarityOfText(index: number): string {
  const chosen = 'coalesce(s0.text_id, f.texts[1].text_id)'
  return `CASE WHEN s${index}.text_id = ${chosen} THEN s${index}.similarity
    ELSE list_filter(s${index}.extra_texts, lambda t: t.text_id = ${chosen})[1].similarity END`
}
