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
  /** Holds the pictures until all are there: they arrive in archive order and leave in plan order. */
  readonly spool: string
}

/** `finish` writes the files; `close` must follow, whatever happened before. */
export interface FetchedShard extends Sink<Sample, Located> {
  /** A row of an earlier generation, with its picture if it has one. */
  readonly carry: (row: FetchedRow, jpeg: Buffer | null) => Promise<void>
  /** The number of failures that may pass. */
  readonly open: () => number
  readonly finish: () => Promise<void>
  readonly close: () => Promise<void>
}

type Spooled = { readonly row: FetchedRow; readonly at: number; readonly size: number }

export const FETCHED_SHARD = { name: 'fetched-shard', version: 1 } as const

/** fetched/NNNNN: tar and Parquet in img2dataset's layout, failures included, in the order of the plan. */
export async function openFetchedShard(duck: Duck, files: ShardFiles): Promise<FetchedShard> {
  const spool = await open(files.spool, 'w+')
  const rows: Spooled[] = []
  let end = 0
  const add = async (row: FetchedRow, jpeg: Buffer) => {
    await spool.appendFile(jpeg)
    rows.push({ row, at: end, size: jpeg.length })
    end += jpeg.length
  }
  return {
    name: FETCHED_SHARD.name,
    write: async (samples) => {
      for (const sample of samples) await add(successRow(sample), sample.jpeg)
    },
    carry: async (row, jpeg) => {
      if (jpeg === null) rows.push({ row, at: 0, size: 0 })
      else await add(row, jpeg)
    },
    open: () => rows.filter(({ row }) => row.retryable === true).length,
    reject: async (exits) => {
      rows.push(...exits.map((exited) => ({ row: failureRow(exited), at: 0, size: 0 })))
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
  const writer = await openRowWriter(duck, 'fetched', fetchedColumns)
  for (const { row, at, size } of rows) {
    if (row.status !== 'success') {
      writer.write([row])
      continue
    }
    const { buffer } = await spool.read(Buffer.alloc(size), 0, size, at)
    const offset = await tar.add(`${row.key}.jpg`, buffer)
    await tar.add(`${row.key}.txt`, Buffer.from(row.caption))
    await tar.add(`${row.key}.json`, Buffer.from(rowJson(memberJson(row))))
    writer.write([{ ...row, tar_offset: BigInt(offset), tar_size: BigInt(size) }])
  }
  await tar.close()
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

const NO_PICTURE = {
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

function successRow({ jpeg: _jpeg, ...sample }: Sample): FetchedRow {
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

function failureRow({ row: located, exit }: Exited<Located>): FetchedRow {
  const name = exit.kind === 'dropped' ? exit.reason : exit.code
  const detail = exit.detail === undefined ? name : `${name}: ${exit.detail}`
  const status = RESIZE_PROBLEM.test(name) ? 'failed_to_resize' : 'failed_to_download'
  const retryable = exit.kind === 'failed' ? exit.retryable : null
  return { ...NO_PICTURE, ...located, caption: located.text, status, error_message: detail, retryable }
}
