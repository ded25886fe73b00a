import { column, nullable, type RowOf } from './column.js'

/**
 * captions/NNNNN.parquet: what was asked about the pictures of one fetched shard, a row for each picture and candidate,
 * sorted by both. What has no text says why not: an answer of the model, or that there was none.
 */
export const captionColumns = {
  key: column('string', 'Key of the sample.'),
  candidate: column('int32', 'Number of the candidate, from 0.'),
  outcome: column('string', 'written, or why there is no text: refused, empty, cut, unreachable …'),
  text: nullable('string', 'The caption: one line; null unless written.'),
  similarity: nullable('double', 'Cosine of picture and caption by the primary scorer; null: not scored.'),
  detail: nullable('string', 'Why there is no text, for people, at most 200 characters.'),
  caption_model: column('string', 'Model that was asked.'),
  prompt_sha256: column('string', 'Hash of all of the question but picture, alt and model, hex.'),
  fused: column('bool', 'True: the alt went along.'),
  tokens_in: nullable('int32', 'Tokens of the question, as the server counts them.'),
  tokens_out: nullable('int32', 'Tokens of the answer, as the server counts them.'),
} as const
export type CaptionRow = RowOf<typeof captionColumns>
