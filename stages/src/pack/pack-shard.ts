import { writeFile } from 'node:fs/promises'
import {
  type Columns,
  captionChoiceColumns,
  type DatasetRow,
  datasetColumns,
  type FetchedRow,
  fetchedColumns,
  placementColumns,
  type RowOf,
  selectionColumns,
  similarityColumns,
} from '@warc2dataset/schemas'
import murmur from 'murmurhash3js-revisited'
import { type Duck, identifier, names, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openRowWriter } from '../parquet/row-writer.js'
import { rowJson } from '../shards/json.js'
import { openTar } from '../shards/write-tar.js'
import { mapAhead } from './map-ahead.js'
import { type PackedPicture, type PictureSource, packPicture } from './pack-picture.js'

export interface PackInput extends PictureSource {
  readonly selection: string
  readonly fetched: readonly string[]
  readonly shard: number
  /** Names of the scorers, the primary one first. */
  readonly scorers: readonly string[]
  /** Columns of heads and prompt sets, as the selection has them. */
  readonly annotations: Columns
}

export interface PackFiles {
  readonly tar: string
  readonly parquet: string
  readonly stats: string
}

/** Columns that select decides. */
const decidedColumns = {
  text: selectionColumns.text,
  text_kind: selectionColumns.text_kind,
  ...captionChoiceColumns,
  ...placementColumns,
  similarity: selectionColumns.similarity,
  extra_texts: selectionColumns.extra_texts,
  score_model: selectionColumns.score_model,
  language: selectionColumns.language,
  script: selectionColumns.script,
  text_class: selectionColumns.text_class,
} as const

type PackRow = Omit<FetchedRow, keyof typeof decidedColumns> &
  RowOf<typeof decidedColumns> &
  Readonly<Record<string, unknown>>
const BATCH_ROWS = 256

/** Pictures that are read and cut while another is written, so that nobody waits; each may be a megabyte. */
const PICTURES_AHEAD = 4

export const PACK_SHARD = { name: 'pack-shard', version: 5 } as const

export interface Packed {
  readonly samples: number
  readonly pictureBytes: number
  /** Samples whose bytes are those that fetch stored. */
  readonly copied: number
  /** Samples that were cut again, to their bucket. */
  readonly cut: number
}

/**
 * dataset/NNNNN: the chosen samples of one shard, each picture as it is or cut to its bucket. Rejects as `packPicture`:
 * a shard without one of its pictures does not exist.
 */
export async function packShard(duck: Duck, input: PackInput, files: PackFiles): Promise<Packed> {
  const tar = openTar(files.tar)
  const measured = measuredColumns(input)
  const writer = await openRowWriter(duck, 'dataset', { ...datasetColumns, ...measured })
  let pictureBytes = 0
  let copied = 0
  let cut = 0
  const pictures = mapAhead(packRows(duck, input), PICTURES_AHEAD, async (row) => ({
    row,
    picture: await packPicture(row, input),
  }))
  for await (const { row, picture } of pictures) {
    const offset = await tar.add(`${row.key}.jpg`, picture.jpeg)
    const scores = Object.fromEntries(Object.keys(measured).map((name) => [name, row[name]]))
    const out = { ...datasetRow(row, picture, offset), ...scores }
    await tar.add(`${row.key}.txt`, Buffer.from(out.caption))
    await tar.add(`${row.key}.json`, Buffer.from(rowJson(memberJson(out))))
    writer.write([out])
    pictureBytes += picture.jpeg.length
    if (picture.cutFrom === null) copied += 1
    else cut += 1
  }
  await tar.close()
  // Rows are in the order of the tar: a reader of both goes forwards.
  await writer.finish(files.parquet, 'tar_offset')
  const samples = copied + cut
  await writeFile(
    files.stats,
    `${JSON.stringify({ count: samples, picture_bytes: pictureBytes }, null, 4)}\n`,
  )
  return { samples, pictureBytes, copied, cut }
}

async function* packRows(duck: Duck, input: PackInput): AsyncGenerator<PackRow> {
  for await (const batch of readRows(duck, packQuery(input), BATCH_ROWS))
    yield* batch as unknown as readonly PackRow[]
}

/** What was measured by models: columns of LAION's names in their place, the others behind all others. */
function measuredColumns({ scorers, annotations }: PackInput): Columns {
  return { ...similarityColumns(scorers), ...annotations }
}

function packQuery(input: PackInput): string {
  const { selection, fetched, shard } = input
  const measured = measuredColumns(input)
  const more = Object.keys(measured).map((name) => `, s.${identifier(name)}`)
  return `
    SELECT f.* EXCLUDE (caption, "text", text_kind, "language", script, text_class), ${names(decidedColumns, 's.')}${more.join('')}
    FROM ${scan([selection], { ...selectionColumns, ...measured })} s JOIN ${scan(fetched, fetchedColumns)} f USING ("key")
    WHERE s.${identifier('dataset_shard')} = ${shard} ORDER BY s.dataset_index`
}

function memberJson({
  tar_offset: _offset,
  tar_size: _size,
  ...row
}: DatasetRow): Readonly<Record<string, unknown>> {
  return row
}

function datasetRow(row: PackRow, picture: PackedPicture, offset: number): DatasetRow {
  const [original_width, original_height] = [must(row.original_width), must(row.original_height)]
  return {
    SAMPLE_ID: BigInt(row.key),
    URL: row.url,
    TEXT: row.text,
    HEIGHT: original_height,
    WIDTH: original_width,
    LICENSE: row.license ?? '?',
    NSFW: null,
    LANGUAGE: row.language,
    similarity: row.similarity,
    hash: laionHash(row.url + row.text),
    punsafe: null,
    pwatermark: null,
    aesthetic: null,
    key: row.key,
    caption: row.caption,
    caption_source: row.caption_source,
    caption_model: row.caption_model,
    caption_similarity: row.caption_similarity,
    text_kind: row.text_kind,
    script: row.script,
    text_class: row.text_class,
    extra_texts: JSON.stringify(
      row.extra_texts.map(({ kind, text, n, similarity }) => ({ kind, text, n, similarity })),
    ),
    md5: must(row.md5),
    sha256: must(row.sha256),
    phash: row.phash,
    page_url: row.page_url,
    url_domain: row.url_domain,
    url_source: row.url_source,
    page_domain: row.page_domain,
    warc_filename: row.warc_filename,
    warc_record_offset: row.warc_record_offset,
    warc_inner_offset: row.warc_inner_offset,
    image_index: row.image_index,
    occurrences: row.occurrences,
    bucket: row.bucket,
    bucket_width: row.bucket_width,
    bucket_height: row.bucket_height,
    resized_width: row.resized_width,
    resized_height: row.resized_height,
    crop_x: row.crop_x,
    crop_y: row.crop_y,
    stored_width: picture.width,
    stored_height: picture.height,
    original_width,
    original_height,
    generation: generationOf(row, picture),
    score_model: row.score_model,
    score_input: row.score_model === null ? null : 'stored',
    tar_offset: BigInt(offset),
    tar_size: BigInt(picture.jpeg.length),
  }
}

function generationOf({ reencoded }: PackRow, { cutFrom }: PackedPicture): number {
  if (cutFrom === 'stored') return 2
  if (cutFrom === 'original') return 1
  return reencoded === true ? 1 : 0
}

/** A selected sample has been decoded; a null here is a broken file. */
function must<T>(value: T | null): T {
  if (value === null) throw new TypeError('Expected a measured value for a selected sample, got null')
  return value
}

/** LAION's join key: `mmh3.hash64((url+text).encode())[0]`, the low half of MurmurHash3 x64-128, signed. */
export function laionHash(text: string): bigint {
  const hex = murmur.x64.hash128(Buffer.from(text))
  return BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`))
}
