import { fetchedColumns, scoredColumns } from '@warc2dataset/schemas'
import { identifier, scan } from '../parquet/duck.js'

/** A scorer whose shards are all there: its metadata files. */
export interface ScoredBy {
  readonly name: string
  readonly metadata: readonly string[]
}

/**
 * SQL of every stored sample with what was measured on it: the fetched columns, `aspect`, `similarity` (the primary
 * scorer's, whose best text becomes `text`), and `similarity_<name>` of that same text by each scorer.
 */
export function measuredSql(fetched: readonly string[], scorers: readonly ScoredBy[]): string {
  const [primary] = scorers
  const joins = scorers.map(
    ({ metadata }, index) =>
      `LEFT JOIN ${scan(metadata, scoredColumns)} s${index} ON s${index}."key" = f."key"`,
  )
  const similarities = scorers.map(
    ({ name }, index) =>
      `${index === 0 ? 's0.similarity' : similarityOfText(index)} AS ${identifier(`similarity_${name}`)}`,
  )
  const text =
    primary === undefined
      ? 'f.* , NULL::DOUBLE AS similarity'
      : `f.* REPLACE (coalesce(s0.caption, f."text") AS "text", coalesce(s0.caption, f.caption) AS caption,
          coalesce(s0.text_kind, f.text_kind) AS text_kind,
          length(coalesce(s0.caption, f."text"))::INTEGER AS text_length), s0.similarity`
  return `SELECT ${[text, 'f.original_width::DOUBLE / f.original_height AS aspect', ...similarities].join(', ')}
    FROM ${scan(fetched, fetchedColumns)} f ${joins.join(' ')} WHERE f.status = 'success'`
}

/** What another scorer says of the text that the primary one chose. */
function similarityOfText(index: number): string {
  const chosen = 'coalesce(s0.text_id, f.texts[1].text_id)'
  return `CASE WHEN s${index}.text_id = ${chosen} THEN s${index}.similarity
    ELSE list_filter(s${index}.extra_texts, lambda t: t.text_id = ${chosen})[1].similarity END`
}
