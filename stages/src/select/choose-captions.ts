import { type Columns, captionColumns, column, nullable } from '@warc2dataset/schemas'
import type { FilterSql } from '../judge/judge-sql.js'
import { type Duck, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openTable } from '../parquet/row-writer.js'
import { type CaptionRule, chooseCaption } from './choose-caption.js'

/** select.caption; for `raw_then_synth` the share of the scored rows whose alt is good enough. */
export type CaptionWish =
  | Exclude<CaptionRule, { kind: 'raw_then_synth' }>
  | { readonly kind: 'raw_then_synth'; readonly fraction: number }

export interface CaptionedBy {
  readonly wish: CaptionWish
  /** Files of captions/. */
  readonly files: readonly string[]
  readonly seed: number
}

const choiceColumns = {
  key: column('string', 'Key of the sample.'),
  caption: column('string', 'Text chosen for training.'),
  caption_source: column('string', 'alt or synthetic.'),
  caption_model: nullable('string', 'Who wrote it.'),
  caption_similarity: nullable('double', 'Its similarity.'),
  fell_back: column('bool', 'True: the rule asked for a synthetic caption, and there is none.'),
} as const

/** A sample with its written candidates: lists of one length, in their order. */
const choosableColumns = {
  key: column('string', 'Key of the sample.'),
  text: column('string', 'TEXT.'),
  similarity: nullable('double', 'Primary similarity of TEXT.'),
} as const
type Choosable = {
  readonly key: string
  readonly text: string
  readonly similarity: number | null
  readonly candidates: readonly string[] | null
  readonly scores: readonly (number | null)[] | null
  readonly model: string | null
}

const BATCH_ROWS = 4096

/**
 * The caption of each row of table `measured`, as a table expression with the columns of `choiceColumns`. A row of
 * which there is none has no caption (`raw_then_synth` only).
 */
export async function chooseCaptions(duck: Duck, { wish, files, seed }: CaptionedBy): Promise<string> {
  if (wish.kind === 'alt') {
    return `(SELECT "key", "text" AS caption, 'alt' AS caption_source, NULL::VARCHAR AS caption_model,
      similarity AS caption_similarity, false AS fell_back FROM measured)`
  }
  const rule: CaptionRule =
    wish.kind === 'raw_then_synth'
      ? { kind: 'raw_then_synth', threshold: await thresholdOf(duck, wish.fraction) }
      : wish
  await duck.run(`CREATE TEMP TABLE choosable AS
    SELECT m."key", m."text", m.similarity, c.candidates, c.scores, c.model FROM measured m LEFT JOIN (
      SELECT "key", list("text" ORDER BY candidate) AS candidates, list(similarity ORDER BY candidate) AS scores,
        min(caption_model) AS model
      FROM ${scan(files, captionColumns)} WHERE outcome = 'written' GROUP BY "key") c USING ("key")`)
  const table = await openTable(duck, 'choices', choiceColumns)
  const batches = readRows<typeof choosableColumns & Columns>(duck, 'FROM choosable', BATCH_ROWS)
  for await (const batch of batches) {
    table.write((batch as unknown as readonly Choosable[]).flatMap((row) => choiceOf(rule, row, seed)))
  }
  table.close()
  await duck.run('DROP TABLE choosable')
  return 'choices'
}

/** Drops what a rule leaves without a caption; none for a rule that never does. */
export function captionFilter({ wish }: CaptionedBy): FilterSql[] {
  if (wish.kind !== 'raw_then_synth') return []
  return [
    {
      name: `select.caption: raw_then_synth fraction ${wish.fraction}`,
      holds: 'caption_source IS NOT NULL',
      reason: `CASE WHEN similarity IS NULL THEN 'no_score' ELSE 'no_caption' END`,
      score: 'similarity',
      value: 'CAST(similarity AS VARCHAR)',
    },
  ]
}

/** What the captions of the kept samples are, of table `captioned`. */
export async function countCaptions(
  duck: Duck,
): Promise<Readonly<Record<'alt' | 'synthetic' | 'fell_back', number>>> {
  const [row] = await duck.rows<Record<'alt' | 'synthetic' | 'fell_back', number>>(
    `SELECT (count(*) FILTER (caption_source = 'alt'))::DOUBLE AS alt,
      (count(*) FILTER (caption_source = 'synthetic'))::DOUBLE AS synthetic,
      (count(*) FILTER (fell_back))::DOUBLE AS fell_back FROM captioned`,
  )
  return row ?? { alt: 0, synthetic: 0, fell_back: 0 }
}

function choiceOf(rule: CaptionRule, row: Choosable, seed: number) {
  const candidates = (row.candidates ?? []).map((text, i) => ({ text, score: row.scores?.[i] ?? null }))
  const choices = { key: row.key, alt: row.text, altScore: row.similarity, candidates }
  const { caption, caption_source } = chooseCaption(rule, choices, seed)
  if (caption === null) return []
  const isSynthetic = caption_source === 'synthetic'
  const score = candidates.find(({ text }) => text === caption)?.score ?? null
  // Asked again with a candidate that beats everything: whoever would have taken it fell back.
  const would = [{ text: 'synthetic', score: Number.MAX_VALUE }]
  const wanted = () => chooseCaption(rule, { ...choices, candidates: would }, seed).caption_source
  return {
    key: row.key,
    caption,
    caption_source,
    caption_model: isSynthetic ? row.model : null,
    caption_similarity: isSynthetic ? score : row.similarity,
    fell_back: candidates.length === 0 && wanted() === 'synthetic',
  }
}

/** The similarity of the last of the best `floor(fraction · n)` alts, of scored rows that are not shadow. */
async function thresholdOf(duck: Duck, fraction: number): Promise<number | null> {
  const scored = 'FROM measured WHERE similarity IS NOT NULL AND shadow_reason IS NULL'
  const [count] = await duck.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n ${scored}`)
  const rank = Math.floor(fraction * (count?.n ?? 0))
  if (rank === 0) return null
  const [last] = await duck.rows<{ similarity: number }>(
    `SELECT similarity ${scored} ORDER BY similarity DESC LIMIT 1 OFFSET ${rank - 1}`,
  )
  return last?.similarity ?? null
}
