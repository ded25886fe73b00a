import { type Columns, column, nullable, type RowOf } from './column.js'

/** What a sample is trained on. The text of the page always keeps its own columns. */
export const captionChoiceColumns = {
  caption: column('string', 'Text chosen for training by select.caption.'),
  caption_source: column('string', 'alt: TEXT, from the page; synthetic: written by caption_model.'),
  caption_model: nullable('string', 'Who wrote caption; null for a text of the page.'),
  caption_similarity: nullable('double', 'Primary similarity of caption; null: not scored.'),
} as const

/** How a stored picture gets into its bucket. Without buckets all of it is kept as it is. */
export const placementColumns = {
  bucket: column('string', 'Aspect bucket, WIDTHxHEIGHT; none without buckets.'),
  bucket_width: nullable('int32', 'Width of the bucket, px; null without buckets.'),
  bucket_height: nullable('int32', 'Height of the bucket, px; null without buckets.'),
  resized_width: column('int32', 'Width to which the whole picture is scaled before the cut, px.'),
  resized_height: column('int32', 'Height to which it is scaled, px.'),
  crop_x: column('int32', 'Left edge of the cut in the scaled picture, px.'),
  crop_y: column('int32', 'Top edge of the cut, px.'),
} as const

/** selections/<id>/selection.parquet: the kept rows with their place in the dataset, sorted by similarity. */
export const selectionColumns = {
  key: column('string', 'Key of the sample.'),
  candidate_id: column('int64', 'Candidate.'),
  similarity: nullable('double', 'Primary similarity; null without a scorer.'),
  text: column('string', 'TEXT: the text with the highest primary similarity.'),
  text_kind: column('string', 'Where TEXT stood.'),
  extra_texts: column('scored_texts', 'The other texts, with their primary similarities.'),
  score_model: nullable('string', 'Model behind similarity; null: not scored.'),
  language: nullable('string', 'Language of TEXT, ISO 639-1; null: not detected, or not sure.'),
  script: nullable('string', 'ISO 15924 code of most letters of TEXT; Zyyy: no letters.'),
  text_class: nullable('string', 'What TEXT is instead of a description; null: none of those.'),
  split: nullable('string', 'en, multi or nolang; null: the dataset is not parted.'),
  ...captionChoiceColumns,
  ...placementColumns,
  dataset_shard: column('int32', 'Dataset shard.'),
  dataset_index: column('int32', 'Position in that shard.'),
} as const

/** Column of one scorer's similarity, in a selection and in the dataset behind all others. */
export function similarityColumns(scorers: readonly string[]): Columns {
  return Object.fromEntries(
    scorers.map((name) => [`similarity_${name}`, nullable('double', `Cosine of TEXT by scorer ${name}.`)]),
  )
}
export type SelectionRow = RowOf<typeof selectionColumns>

/**
 * dataset/NNNNN.parquet: the LAION-5B columns in their spelling and types, then ours. HEIGHT and WIDTH are those
 * of the original and are not swapped (LAION's are). Null = not computed.
 */
export const datasetColumns = {
  SAMPLE_ID: column('int64', 'The key as an integer.'),
  URL: column('string', 'Picture URL.'),
  TEXT: column('string', 'Text found on the page.'),
  HEIGHT: column('int32', 'Height of the original, px.'),
  WIDTH: column('int32', 'Width of the original, px.'),
  LICENSE: column('string', "Creative Commons licence that the page links to, as its URL; '?': none."),
  NSFW: nullable('string', 'UNLIKELY, UNSURE or NSFW; null: not computed.'),
  LANGUAGE: nullable(
    'string',
    'Language of TEXT, ISO 639-1; null: not sure, or not computed (extract.language).',
  ),
  similarity: nullable('double', 'CLIP cosine of the primary scorer; null: not scored.'),
  hash: column('int64', "LAION's join key: MurmurHash3 x64-128 of url+text, seed 0, low half, signed."),
  punsafe: nullable('float', 'Probability of unsafe content; null: not computed.'),
  pwatermark: nullable('float', 'Probability of a watermark; null: not computed.'),
  aesthetic: nullable('float', 'Aesthetic score; null: not computed.'),
  key: column('string', 'Key; name of the tar members.'),
  ...captionChoiceColumns,
  text_kind: column('string', 'Where TEXT stood on the page.'),
  script: nullable('string', 'ISO 15924 code of most letters of TEXT; Zyyy: no letters.'),
  text_class: nullable('string', 'What TEXT is instead of a description (filename, seo …); null: none.'),
  extra_texts: column(
    'string',
    'Other texts of the URL: JSON array of {kind, text, n, similarity}; at most three.',
  ),
  md5: column('string', 'md5 of the original bytes, hex.'),
  sha256: column('string', 'sha256 of the original bytes, hex.'),
  phash: nullable('string', 'DCT perceptual hash, 16 hex digits.'),
  page_url: nullable('string', 'Page; null for a row of a list.'),
  url_domain: column('string', 'Registered domain of the picture URL.'),
  url_source: column('string', 'What gave the URL: src, srcset, source, lazy, noscript; wat or list.'),
  page_domain: nullable('string', 'Registered domain of the page.'),
  warc_filename: column('string', 'Archive of the page, or list of the pair.'),
  warc_record_offset: column('int64', 'Offset of the page record in it.'),
  warc_inner_offset: column('int64', 'Offset in the inflated member.'),
  image_index: column('int32', 'Position of the <img> on the page.'),
  occurrences: column('int32', 'Candidates of the run that name this URL.'),
  ...placementColumns,
  stored_width: column('int32', 'Width of the picture in the tar, px.'),
  stored_height: column('int32', 'Height of the picture in the tar, px.'),
  original_width: column('int32', 'Same as WIDTH.'),
  original_height: column('int32', 'Same as HEIGHT.'),
  generation: column(
    'int32',
    '0: kept as the site encoded it; 1: encoded by fetch; 2: cut again by pack from what fetch stored.',
  ),
  score_model: nullable('string', 'Model behind similarity; null: not scored.'),
  score_input: nullable('string', 'stored: similarity is that of the stored picture; null: not scored.'),
  tar_offset: column('int64', 'Offset of the picture data in the shard tar.'),
  tar_size: column('int64', 'Size of the picture data, bytes.'),
} as const
export type DatasetRow = RowOf<typeof datasetColumns>
