import { column, nullable, type RowOf } from './column.js'

/**
 * ledger/phase=<p>/ and selections/<id>/ledger.parquet: one row per candidate and run, written where it
 * leaves, or by select if it is kept.
 */
export const ledgerColumns = {
  candidate_id: column(
    'int64',
    'Hash of the occurrence; of a block_list row a keyed hash of that, and what names the candidate is blank.',
  ),
  exit_phase: column('string', 'Phase in which the candidate left.'),
  outcome: column('string', 'kept, dropped or failed.'),
  reason: nullable('string', 'Drop reason or failure code; null if kept. Of a shadow row: the first filter.'),
  filter: nullable('string', 'Name of the filter behind the reason.'),
  detail: nullable('string', 'Free text for people, at most 200 characters.'),
  shadow: column('bool', 'True: the shadow sample carried the candidate past a filter that it fails.'),
  shadow_fate: nullable('string', 'Of a shadow row: what ended its way (a reason, a code, or kept).'),
  verdicts: column('verdicts', 'What every filter that saw it said, in order.'),
  survivor_id: nullable('int64', 'Of a dup_url row: the candidate that survives.'),
  pi: column('float', 'Sampling rate of this row; 1 = every row is written.'),
  key: nullable('string', 'Key, once planned.'),
  url: column('string', 'Picture URL.'),
  url_domain: column('string', 'Registered domain of the picture URL.'),
  page_url: nullable('string', 'Page.'),
  page_domain: nullable('string', 'Registered domain of the page.'),
  text: nullable('string', 'First text.'),
  text_kind: nullable('string', 'Kind of the first text.'),
  language: nullable(
    'string',
    'Detected language of that text, ISO 639-1; null: not sure, or not looked for.',
  ),
  script: nullable('string', 'ISO 15924 code of most of its letters.'),
  text_class: nullable('string', 'What it is instead of a description; null: none.'),
  html_lang: nullable('string', 'lang attribute of the page.'),
  declared_width: nullable('int32', 'width attribute, CSS px.'),
  declared_height: nullable('int32', 'height attribute, CSS px.'),
  original_width: nullable('int32', 'Width of the original, px, once decoded.'),
  original_height: nullable('int32', 'Height of the original, px, once decoded.'),
  similarity: nullable('double', 'Primary similarity, once scored.'),
  sha256: nullable('string', 'sha256 of the original bytes, once read.'),
  warc_filename: column('string', 'Archive of the page.'),
  warc_record_offset: column('int64', 'Offset of the page record.'),
  warc_inner_offset: column('int64', 'Offset in the inflated member.'),
  image_index: column('int32', 'Position of the <img> on the page.'),
} as const
export type LedgerRow = RowOf<typeof ledgerColumns>
