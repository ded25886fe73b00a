import { type FileHandle, open, writeFile } from 'node:fs/promises'
import { type FetchedRow, fetchedColumns, type Located, type Sample } from '@warc2dataset/schemas'
import type { Duck } from '../parquet/duck.js'
import { openRowWriter } from '../parquet/row-writer.js'
import { rowJson } from '../shards/json.js'
import { openTar } from '../shards/write-tar.js'
import type { Exited, Sink } from '../stage.js'

export interface ShardFiles {
  readonly tar: string
  readonly parquet: string
  readonly stats: string
  /** Tar of the bytes as they came; null: they are not kept. */
  readonly originals: string | null
  /** Holds the pictures until all are there: they arrive in archive order and leave in plan order. */
  readonly spool: string
}

/** `finish` writes the files; `close` must follow, whatever happened before. */
export interface FetchedShard extends Sink<Sample, Located> {
  /** A row of an earlier generation, with its picture if it has one. */
  readonly carry: (row: FetchedRow, picture: Stored | null) => Promise<void>
  /** The number of failures that may pass. */
  readonly open: () => number
  readonly finish: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A picture as it is stored, and as it came where that is kept. */
export type Stored = Pick<Sample, 'jpeg' | 'original'>

/** Where the bytes of a row lie in the spool: first the picture, then what it came from. */
type Spooled = {
  readonly row: FetchedRow
  readonly at: number
  readonly size: number
  readonly originalSize: number
}

export const FETCHED_SHARD = { name: 'fetched-shard', version: 2 } as const

/** fetched/NNNNN: tar and Parquet in img2dataset's layout, failures included, in the order of the plan. */
export async function openFetchedShard(duck: Duck, files: ShardFiles): Promise<FetchedShard> {
  const spool = await open(files.spool, 'w+')
  const rows: Spooled[] = []
  let end = 0
  const add = async (row: FetchedRow, { jpeg, original }: Stored) => {
    await spool.appendFile(jpeg)
    if (original !== null) await spool.appendFile(original)
    const originalSize = original?.length ?? 0
    rows.push({ row, at: end, size: jpeg.length, originalSize })
    end += jpeg.length + originalSize
  }
  return {
    name: FETCHED_SHARD.name,
    write: async (samples) => {
      for (const sample of samples) await add(successRow(sample), sample)
    },
    carry: async (row, picture) => {
      if (picture === null) rows.push({ row, at: 0, size: 0, originalSize: 0 })
      else await add(row, picture)
    },
    open: () => rows.filter(({ row }) => row.retryable === true).length,
    reject: async (exits) => {
      rows.push(...exits.map((exited) => ({ row: failureRow(exited), at: 0, size: 0, originalSize: 0 })))
    },
    finish: async () => {
      rows.sort(inPlanOrder)
      await writeShard(duck, files, spool, rows)
    },
    close: () => spool.close(),
  }
}

/** Blocked candidates have no key and come first, in an order that says nothing. */
function inPlanOrder({ row: a }: Spooled, { row: b }: Spooled): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1
  return a.candidate_id < b.candidate_id ? -1 : 1
}

async function writeShard(
  duck: Duck,
  files: ShardFiles,
  spool: FileHandle,
  rows: readonly Spooled[],
): Promise<void> {
  const tar = openTar(files.tar)
  const originals = files.originals === null ? null : openTar(files.originals)
  const read = async (from: number, size: number): Promise<Buffer> =>
    (await spool.read(Buffer.alloc(size), 0, size, from)).buffer
  const writer = await openRowWriter(duck, 'fetched', fetchedColumns)
  for (const { row, at, size, originalSize } of rows) {
    if (row.status !== 'success') {
      writer.write([row])
      continue
    }
    const offset = await tar.add(`${row.key}.jpg`, await read(at, size))
    await tar.add(`${row.key}.txt`, Buffer.from(row.caption))
    await tar.add(`${row.key}.json`, Buffer.from(rowJson(memberJson(row))))
    const came =
      originals === null
        ? NO_ORIGINAL
        : {
            original_offset: BigInt(
              await originals.add(`${row.key}.${row.format}`, await read(at + size, originalSize)),
            ),
            original_size: BigInt(originalSize),
          }
    writer.write([{ ...row, ...came, tar_offset: BigInt(offset), tar_size: BigInt(size) }])
  }
  await tar.close()
  await originals?.close()
  await writer.finish(files.parquet, '"key", candidate_id')
  await writeFile(files.stats, `${JSON.stringify(shardStats(rows), null, 4)}\n`)
}

/** What img2dataset puts beside a picture; the rest is in the Parquet. */
function memberJson({
  url,
  caption,
  key,
  status,
  error_message,
  width,
  height,
  ...row
}: FetchedRow): object & Readonly<Record<string, unknown>> {
  const { original_width, original_height, md5, sha256 } = row
  return {
    url,
    caption,
    key,
    status,
    error_message,
    width,
    height,
    original_width,
    original_height,
    md5,
    sha256,
  }
}

/** img2dataset's counters; its times are left out, since files repeat their bytes. */
function shardStats(rows: readonly Spooled[]): Readonly<Record<string, unknown>> {
  const byStatus = (status: string): number => rows.filter(({ row }) => row.status === status).length
  const reasons: Record<string, number> = {}
  for (const { row } of rows) {
    const name = row.status === 'success' ? 'success' : (row.error_message ?? '').replace(/:.*$/s, '')
    reasons[name] = (reasons[name] ?? 0) + 1
  }
  return {
    count: rows.length,
    successes: byStatus('success'),
    failed_to_download: byStatus('failed_to_download'),
    failed_to_resize: byStatus('failed_to_resize'),
    status_dict: Object.fromEntries(Object.entries(reasons).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

const NO_ORIGINAL = { original_offset: null, original_size: null } as const

const NO_PICTURE = {
  ...NO_ORIGINAL,
  width: null,
  height: null,
  original_width: null,
  original_height: null,
  md5: null,
  sha256: null,
  phash: null,
  dhash: null,
  brightness: null,
  contrast: null,
  xmp_data_mining: null,
  format: null,
  content_type: null,
  original_bytes: null,
  reencoded: null,
  exif_orientation: null,
  tar_offset: null,
  tar_size: null,
  final_url: null,
  attempts: null,
  fetched_from: null,
  robots_txt: null,
  image_robots: null,
  image_tdm_reservation: null,
} as const

function successRow({ jpeg: _jpeg, original: _original, ...sample }: Sample): FetchedRow {
  return {
    ...NO_PICTURE,
    ...sample,
    caption: sample.text,
    status: 'success',
    error_message: null,
    retryable: null,
  }
}

const RESIZE_PROBLEM = /^(format_not_allowed|too_many_pixels|too_long|not_an_image|decode_)/

function failureRow({ row: left, exit }: Exited<Located>): FetchedRow {
  // A row that left late has bytes; held until the shard is written they would be as many as the site likes.
  const { body: _body, ...located }: Located & { readonly body?: Buffer } = left
  const name = exit.kind === 'dropped' ? exit.reason : exit.code
  const detail = exit.detail === undefined ? name : `${name}: ${exit.detail}`
  const status = RESIZE_PROBLEM.test(name) ? 'failed_to_resize' : 'failed_to_download'
  const retryable = exit.kind === 'failed' ? exit.retryable : null
  return { ...NO_PICTURE, ...located, caption: located.text, status, error_message: detail, retryable }
}
