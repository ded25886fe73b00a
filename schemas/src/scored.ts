import { z } from 'zod'
import { column, nullable, type RowOf } from './column.js'

/**
 * scored/<scorer>/metadata/metadata_NNNNN.parquet: row i belongs to row i of img_emb and of text_emb (clip-retrieval's
 * layout, its two columns first). One row per picture that the model could embed.
 */
export const scoredColumns = {
  image_path: column('string', 'The key: name of the picture in fetched/NNNNN.tar, without .jpg.'),
  caption: column(
    'string',
    'TEXT: the text with the highest similarity; its embedding is row i of text_emb.',
  ),
  key: column('string', 'Key of the sample.'),
  candidate_id: column('int64', 'Candidate.'),
  url: column('string', 'Picture URL.'),
  text_id: column('int64', 'Id of TEXT.'),
  text_kind: column('string', 'Where TEXT stood.'),
  similarity: nullable(
    'double',
    'Cosine of picture and TEXT, fp32, before the embeddings are rounded to fp16.',
  ),
  problem: nullable('string', 'Why similarity is null.'),
  text_truncated: column('bool', 'True: the model saw only the beginning of TEXT.'),
  extra_texts: column('scored_texts', 'The other texts of the picture, in their order of the plan.'),
  score_model: column('string', 'Id of the model.'),
  score_input: column('string', 'stored: the picture of fetched/NNNNN.tar was scored.'),
} as const
export type ScoredRow = RowOf<typeof scoredColumns>

/** scored/<scorer>/unscored/unscored_NNNNN.parquet: pictures without an embedding, and why. */
export const unscoredColumns = {
  key: scoredColumns.key,
  candidate_id: scoredColumns.candidate_id,
  url: scoredColumns.url,
  problem: column('string', 'Why there is no embedding.'),
  detail: nullable('string', 'Free text for people, at most 200 characters.'),
} as const
export type UnscoredRow = RowOf<typeof unscoredColumns>

/** scorers/<name>.<spec>.json of a run: which model a scorer's name stands for. A name never changes its model. */
export const scorerSchema = z.strictObject({
  version: z.literal(1),
  /** As the recipe names it. */
  spec: z.string(),
  name: z.string(),
  id: z.string(),
  /** Name of its weights: what heads are bound to. */
  encoder: z.string(),
  /** Length of its embeddings. */
  dim: z.number().int().positive(),
  /** sha256 of the manifest, which holds the sha256 of every file. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  manifest: z.string(),
  domain: z.string().nullable(),
  toy: z.boolean(),
  threshold: z.number().nullable(),
})
export type Scorer = z.infer<typeof scorerSchema>
