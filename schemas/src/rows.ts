import { column, nullable, type RowOf } from './column.js'

/**
 * What every row in flight carries. `shadow_reason` and `shadow_filter` name the first filter that would have
 * dropped a candidate of the shadow sample; they are null for everybody else.
 */
export const fateColumns = {
  candidate_id: column(
    'int64',
    'Hash of the occurrence: archive, record offset, inner offset, picture index.',
  ),
  shadow_reason: nullable('string', 'First reason that would have dropped this shadow candidate.'),
  shadow_filter: nullable('string', 'Name of the filter behind shadow_reason.'),
  verdicts: column('verdicts', 'What each filter so far said, in order.'),
} as const
export type Keyed = RowOf<typeof fateColumns>

/** What a page says about itself and its use; repeated on each of its pictures, so that plan.where can ask. */
export const pageFactColumns = {
  page_url: nullable('string', 'Target URI of the page record; null for a row of a list.'),
  page_domain: nullable('string', 'Registered domain of the page.'),
  page_date: nullable('int64', 'WARC-Date of the page record, ms since 1970.'),
  html_lang: nullable('string', 'lang attribute of <html>, as written.'),
  page_language: nullable(
    'string',
    'Detected language of the running text of the page, ISO 639-1; null: not sure.',
  ),
  page_language_probability: nullable('double', 'Chance that the best guess for it is right, 0 to 1.'),
  license: nullable('string', 'Creative Commons licence that the page links to, as its URL.'),
  robots: nullable(
    'string',
    'Directives of <meta name=robots>, and of those for warc2dataset, sorted, joined by commas.',
  ),
  x_robots_tag: nullable(
    'string',
    'Directives for us of the X-Robots-Tag headers of the page, the same way.',
  ),
  tdm_reservation: nullable('int32', 'TDMRep of the page: 1 = rights reserved, 0 = not; null: nothing said.'),
  tdm_policy: nullable('string', 'TDMRep policy URL of the page.'),
} as const
export type PageFacts = RowOf<typeof pageFactColumns>

const occurrenceColumns = {
  warc_filename: column(
    'string',
    'Archive of the page, or list of the pair; relative to the common folder of the source.',
  ),
  warc_record_offset: column(
    'int64',
    'Byte offset of the page record (of its gzip member) in the archive; of a list, the row, from 0.',
  ),
  warc_inner_offset: column(
    'int64',
    'Offset of the record in its inflated member; 0 where a member holds one.',
  ),
} as const

/** candidates/: one picture reference of a page with its texts; no bytes yet. */
export const candidateColumns = {
  ...fateColumns,
  url: column('string', 'Picture URL: absolute, normalised as in the WHATWG URL standard, no fragment.'),
  url_hash: column('int64', 'First 8 bytes of sha256(url), big-endian, signed; the order of the file.'),
  url_domain: column('string', 'Registered domain of the picture URL.'),
  url_source: column('string', 'What gave the URL: src, srcset, source, lazy, noscript; wat or list.'),
  url_width: nullable('int32', 'Width that srcset declares for the URL, px.'),
  url_others: column('int32', 'Other URLs of the same picture reference, which were not chosen.'),
  texts: column('texts', 'Texts of the picture reference; those that may become TEXT first, best first.'),
  link_url: nullable('string', 'Where the link around the picture leads.'),
  page_picture: nullable(
    'string',
    'og:image, twitter:image or image_src where the page names this URL as its own picture.',
  ),
  in_noscript: nullable('bool', 'The picture, or its copy, stands in <noscript>; null: not known.'),
  presentational: nullable('bool', 'aria-hidden, or role presentation or none; null: not known.'),
  declared_width: nullable('int32', 'width attribute, CSS px.'),
  declared_height: nullable('int32', 'height attribute, CSS px.'),
  ...pageFactColumns,
  ...occurrenceColumns,
  image_index: column('int32', 'Position of the <img> on the page, from 0.'),
} as const
export type Candidate = RowOf<typeof candidateColumns>

/** deduped/: one candidate per URL, with the texts of its duplicates. */
export const uniqueColumns = {
  ...candidateColumns,
  text: column('string', 'The text that becomes TEXT: first by kind, then occurrences, then text_id.'),
  text_kind: column('string', 'Where that text stood.'),
  text_length: column('int32', 'Code points of text.'),
  language: nullable('string', 'Detected language of text, ISO 639-1; null: not sure, or not looked for.'),
  language_probability: nullable('double', 'Chance that the best guess for it is right, 0 to 1.'),
  script: nullable('string', 'ISO 15924 code of most letters of text; Zyyy: no letters.'),
  text_class: nullable(
    'string',
    'What text is instead of a description (filename, camera, generic …); null: none.',
  ),
  skeleton: nullable('int64', 'Hash of text without digits, URLs and case.'),
  occurrences: column('int32', 'Candidates of the run that name this URL, the survivor included.'),
  distinct_texts: column('int32', 'Distinct texts among them; at most four are kept in texts.'),
  page_directives: nullable(
    'string',
    'Robots directives, of metas and headers, of all pages of the run that show this URL; sorted, joined by commas.',
  ),
  page_tdm_reservation: nullable(
    'int32',
    'TDMRep of those pages: 1 if one of them reserves rights, 0 if one says that it does not; null: nothing said.',
  ),
} as const
export type Unique = RowOf<typeof uniqueColumns>

/** What plan.where sees: a candidate, and how many more look like it. */
export const plannableColumns = {
  ...uniqueColumns,
  template_rows: column(
    'int32',
    'Unique candidates of the same page domain whose text has the same skeleton, this one included.',
  ),
} as const

/** plan/: a candidate with its place in a fetched shard. */
export const plannedColumns = {
  ...plannableColumns,
  key: column('string', 'Fetched shard digits + four digits; kept through to the dataset.'),
} as const
export type Planned = RowOf<typeof plannedColumns>

/** The response record that the archive source chose for a picture; all null when there is none. */
export const captureColumns = {
  capture_filename: nullable('string', 'Archive that holds the picture.'),
  capture_offset: nullable('int64', 'Byte offset of its response record.'),
  capture_inner_offset: nullable('int64', 'Offset of that record in its inflated member.'),
  capture_date: nullable('int64', 'WARC-Date of the response record, ms since 1970.'),
  capture_status: nullable('int32', 'HTTP status of the response record; null for a resource record.'),
  capture_bytes: nullable('int64', 'Size of its block, HTTP headers included, bytes.'),
} as const

export const locatedColumns = { ...plannedColumns, ...captureColumns } as const
export type Located = RowOf<typeof locatedColumns>

/** What the web answered; all null where the picture came from an archive. */
export const answerColumns = {
  final_url: nullable('string', 'URL that the picture came from, if redirects led to another.'),
  attempts: nullable('int32', 'Requests that were sent for the picture, redirects not counted.'),
  fetched_from: nullable('string', 'web or archive: where the bytes came from.'),
  robots_txt: nullable(
    'string',
    'What robots.txt of the last host said: the pattern that allows, no_rule, unavailable, or ignored.',
  ),
  image_robots: nullable(
    'string',
    'Directives for us of the X-Robots-Tag headers of the picture, sorted, joined by commas.',
  ),
  image_tdm_reservation: nullable(
    'int32',
    'TDMRep of the picture or its host: 1 = rights reserved, 0 = not; null: nothing said, or not asked.',
  ),
} as const

/** A located candidate with the body of its response. */
export type Downloaded = Located &
  RowOf<typeof answerColumns> & { readonly body: Buffer; readonly content_type: string | null }

const pictureColumns = {
  width: nullable('int32', 'Width of the stored picture, px.'),
  height: nullable('int32', 'Height of the stored picture, px.'),
  original_width: nullable('int32', 'Width of the original after EXIF orientation, px.'),
  original_height: nullable('int32', 'Height of the original after EXIF orientation, px.'),
  md5: nullable('string', 'md5 of the original bytes, hex.'),
  sha256: nullable('string', 'sha256 of the original bytes, hex.'),
  phash: nullable('string', 'DCT perceptual hash of the picture, 16 hex digits (imagehash.phash layout).'),
  dhash: nullable('string', 'Difference hash of the picture, 16 hex digits (imagehash.dhash layout).'),
  brightness: nullable('double', 'Mean luma of the picture, 0 to 255 (ITU-R 601-2, as Pillow).'),
  contrast: nullable('double', 'Standard deviation of that luma, 0 to 127.5.'),
  xmp_data_mining: nullable('string', 'plus:DataMining of its XMP, such as DMI-PROHIBITED; null: none.'),
  format: nullable('string', 'Format of the original by its first bytes.'),
  content_type: nullable('string', 'Content-Type that the server sent; recorded, never trusted.'),
  original_bytes: nullable('int32', 'Size of the original, bytes.'),
  reencoded: nullable('bool', 'False: the JPEG was kept as it was, metadata stripped.'),
  exif_orientation: nullable('int32', 'EXIF orientation of the original, 1 to 8; already applied.'),
} as const

/** A sample: a candidate whose picture was read, decoded and encoded for storage. */
export type Sample = Omit<Downloaded, 'body' | 'content_type'> &
  RowOf<typeof pictureColumns> & {
    readonly jpeg: Buffer
    /** The bytes as they came, where they are kept. */
    readonly original: Buffer | null
  }

/** fetched/NNNNN.parquet: img2dataset's columns first, failures included. */
export const fetchedColumns = {
  url: plannedColumns.url,
  caption: column('string', 'The text exported beside the picture (same as text).'),
  key: plannedColumns.key,
  status: column('string', 'success, failed_to_download or failed_to_resize, as img2dataset says it.'),
  error_message: nullable('string', 'Drop reason or failure code, with its detail; null on success.'),
  retryable: nullable('bool', 'Of a failure: it may pass, and run --retry-failed asks again; else null.'),
  ...pictureColumns,
  tar_offset: nullable('int64', 'Offset of the picture data in the shard tar.'),
  tar_size: nullable('int64', 'Size of the picture data in the shard tar, bytes.'),
  original_offset: nullable(
    'int64',
    'Offset of the bytes as they came in originals/NNNNN.tar; null: not kept.',
  ),
  original_size: nullable('int64', 'Size of those bytes there.'),
  ...(({ url: _url, key: _key, ...rest }) => rest)(plannedColumns),
  ...captureColumns,
  ...answerColumns,
} as const
export type FetchedRow = RowOf<typeof fetchedColumns>

/** pages/NNNNN.parquet: every HTML page of one archive, those without pictures included. */
export const pageColumns = {
  ...occurrenceColumns,
  ...pageFactColumns,
  status: nullable('int32', 'HTTP status of the page.'),
  problem: nullable(
    'string',
    'What was lost: cut (its end is missing), unsupported_charset, html_budget (too large, or too many pictures).',
  ),
  charset: nullable('string', 'Encoding by which it was read, WHATWG name.'),
  charset_source: nullable('string', 'Who named it: bom, http, meta, content or default.'),
  title: nullable('string', 'Text of <title>.'),
  og_image: nullable('string', 'URL of og:image.'),
  og_image_alt: nullable('string', 'og:image:alt.'),
  twitter_image: nullable('string', 'URL of twitter:image.'),
  twitter_image_alt: nullable('string', 'twitter:image:alt.'),
  image_src: nullable('string', 'URL of <link rel=image_src>.'),
  images: column('int32', '<img> on the page.'),
  candidates: column('int32', 'Those that became candidates.'),
  alt_missing: column(
    'int32',
    'Pictures without alt: of <img> that were looked at, a noscript copy joined to its other.',
  ),
  alt_empty: column('int32', 'Pictures with alt="", counted the same way.'),
  alt_blank: column('int32', 'Pictures whose alt shows nothing, counted the same way.'),
} as const
export type PageRow = RowOf<typeof pageColumns>

/** records/NNNNN.parquet: every record and every gap of one archive. */
export const recordColumns = {
  warc_filename: candidateColumns.warc_filename,
  url: nullable('string', 'Target URI, normalised like picture URLs; as written where it is not http(s).'),
  url_hash: nullable('int64', 'Hash of url, as in candidates/.'),
  offset: column('int64', 'Byte offset in the archive.'),
  inner_offset: column('int64', 'Offset in the inflated member.'),
  length: column('int64', 'Bytes in the archive.'),
  type: column('string', "WARC-Type, or 'gap' for bytes that belong to no record."),
  status: nullable('int32', 'HTTP status of a response.'),
  mime: nullable('string', 'Content-Type of the HTTP response, without parameters.'),
  date: nullable('int64', 'WARC-Date, ms since 1970.'),
  block_length: column('int64', 'Bytes of the record block.'),
  gap_reason: nullable('string', 'Why the bytes belong to no record.'),
} as const
export type RecordRow = RowOf<typeof recordColumns>
