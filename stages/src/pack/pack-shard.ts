import { writeFile } from 'node:fs/promises'
import {
  type Columns,
  type DatasetRow,
  datasetColumns,
  type FetchedRow,
  fetchedColumns,
  type SelectionRow,
  selectionColumns,
  similarityColumns,
} from '@warc2dataset/schemas'
import murmur from 'murmurhash3js-revisited'
import { type Duck, identifier, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openRowWriter } from '../parquet/row-writer.js'
import { rowJson } from '../shards/json.js'
import { openTar } from '../shards/write-tar.js'

export interface PackInput {
  readonly selection: string
  readonly fetched: readonly string[]
  readonly shard: number
  /** Names of the scorers, the primary one first. */
  readonly scorers: readonly string[]
  /** Columns of heads and prompt sets, as the selection has them. */
  readonly annotations: Columns
  /** Bytes of a stored picture, from the tar of its fetched shard. */
  readonly readPicture: (key: string, offset: number, size: number) => Promise<Buffer>
}

export interface PackFiles {
  readonly tar: string
  readonly parquet: string
  readonly stats: string
}

type PackRow = FetchedRow &
  Pick<
    SelectionRow,
    'caption_source' | 'bucket' | 'similarity' | 'text' | 'text_kind' | 'extra_texts' | 'score_model'
  > &
  Readonly<Record<string, unknown>>
const BATCH_ROWS = 256

export const PACK_SHARD = { name: 'pack-shard', version: 3 } as const

/** dataset/NNNNN: the chosen samples of one shard, bytes copied as they are. Returns samples and picture bytes. */
export async function packShard(
  duck: Duck,
  input: PackInput,
  files: PackFiles,
): Promise<{ samples: number; pictureBytes: number }> {
  const tar = openTar(files.tar)
  const measured = measuredColumns(input)
  const writer = await openRowWriter(duck, 'dataset', { ...datasetColumns, ...measured })
  let pictureBytes = 0
  let samples = 0
  for await (const batch of readRows(duck, packQuery(input), BATCH_ROWS)) {
    for (const row of batch as unknown as readonly PackRow[]) {
      const size = Number(row.tar_size)
      const picture = await input.readPicture(row.key, Number(row.tar_offset), size)
      const offset = await tar.add(`${row.key}.jpg`, picture)
      const scores = Object.fromEntries(Object.keys(measured).map((name) => [name, row[name]]))
      const out = { ...datasetRow(row, offset), ...scores }
      await tar.add(`${row.key}.txt`, Buffer.from(out.caption))
      await tar.add(`${row.key}.json`, Buffer.from(rowJson(memberJson(out))))
      writer.write([out])
      pictureBytes += size
      samples += 1
    }
  }
  await tar.close()
  // Rows are in the order of the tar: a reader of both goes forwards.
  await writer.finish(files.parquet, 'tar_offset')
  await writeFile(
    files.stats,
    `${JSON.stringify({ count: samples, picture_bytes: pictureBytes }, null, 4)}\n`,
  )
  return { samples, pictureBytes }
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
    SELECT f.* REPLACE (s.caption AS caption, s."text" AS "text", s.text_kind AS text_kind), s.caption_source, s.bucket,
      s.similarity, s.extra_texts, s.score_model${more.join('')}
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

function datasetRow(row: PackRow, offset: number): DatasetRow {
  const [original_width, original_height] = [must(row.original_width), must(row.original_height)]
  return {
    SAMPLE_ID: BigInt(row.key),
    URL: row.url,
    TEXT: row.text,
    HEIGHT: original_height,
    WIDTH: original_width,
    LICENSE: '?',
    NSFW: null,
    LANGUAGE: null,
    similarity: row.similarity,
    hash: laionHash(row.url + row.text),
    punsafe: null,
    pwatermark: null,
    aesthetic: null,
    key: row.key,
    caption: row.caption,
    caption_source: row.caption_source,
    text_kind: row.text_kind,
    extra_texts: JSON.stringify(
      row.extra_texts.map(({ kind, text, n, similarity }) => ({ kind, text, n, similarity })),
    ),
    md5: must(row.md5),
    sha256: must(row.sha256),
    phash: row.phash,
    page_url: row.page_url,
    url_domain: row.url_domain,
    page_domain: row.page_domain,
    warc_filename: row.warc_filename,
    warc_record_offset: row.warc_record_offset,
    warc_inner_offset: row.warc_inner_offset,
    image_index: row.image_index,
    occurrences: row.occurrences,
    bucket: row.bucket,
    bucket_width: null,
    bucket_height: null,
    crop_x: 0,
    crop_y: 0,
    stored_width: must(row.width),
    stored_height: must(row.height),
    original_width,
    original_height,
    generation: row.reencoded === true ? 1 : 0,
    score_model: row.score_model,
    score_input: row.score_model === null ? null : 'stored',
    tar_offset: BigInt(offset),
    tar_size: must(row.tar_size),
  }
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
