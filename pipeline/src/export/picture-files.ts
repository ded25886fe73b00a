import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { datasetColumns } from '@warc2dataset/schemas'
import { literal } from '@warc2dataset/stages/parquet/duck'
import { readRows } from '@warc2dataset/stages/parquet/read-rows'
import type { DatasetShard } from './dataset-shards.js'
import type { ExportPart, ExportSource } from './export-target.js'

const columns = {
  key: datasetColumns.key,
  caption: datasetColumns.caption,
  tar_offset: datasetColumns.tar_offset,
  tar_size: datasetColumns.tar_size,
} as const
const ROWS_AT_ONCE = 1024
/** Of common file systems: a file takes whole blocks. */
const BLOCK = 4096

/** SQL: the rows of a shard's Parquet. */
export async function shardTable({ view }: ExportSource, { parquet }: DatasetShard): Promise<string> {
  return `read_parquet(${literal(await view.target.toLocal(parquet.name, ''))})`
}

/** A part for each shard, one after the other: each asks the database. */
export async function partsOf(
  { shards }: ExportSource,
  make: (shard: DatasetShard) => Promise<ExportPart>,
): Promise<readonly ExportPart[]> {
  const parts: ExportPart[] = []
  for (const shard of shards) parts.push(await make(shard))
  return parts
}

/** Disk that a shard takes with each picture in a file of its own, and of the captions too, if asked; bytes. */
export async function bytesAsFiles(
  source: ExportSource,
  shard: DatasetShard,
  withCaptions: boolean,
): Promise<number> {
  const blocks = (bytes: string): string => `sum(ceil((${bytes}) / ${BLOCK}.0)) * ${BLOCK}`
  const captions = withCaptions ? ` + ${blocks('strlen(caption) + 1')}` : ''
  const [row] = await source.duck.rows<{ n: number | null }>(
    `SELECT (${blocks('tar_size')}${captions})::DOUBLE AS n FROM ${await shardTable(source, shard)}`,
  )
  // A folder entry is some tens of bytes, in two indices.
  return (row?.n ?? 0) + shard.samples * 256 + 2 * BLOCK
}

/** Writes `<key>.jpg` of a shard into a folder, the stored bytes as they are; `each` is told of every sample. */
export async function writePictures(
  source: ExportSource,
  shard: DatasetShard,
  folder: string,
  each: (key: string, caption: string) => Promise<void> = async () => {},
): Promise<void> {
  const sql = `SELECT "key", caption, tar_offset, tar_size FROM ${await shardTable(source, shard)} ORDER BY tar_offset`
  for await (const rows of readRows<typeof columns>(source.duck, sql, ROWS_AT_ONCE)) {
    for (const { key, caption, tar_offset, tar_size } of rows) {
      if (!/^\d+$/.test(key))
        throw new Error(`Expected digits for a key in ${shard.parquet.name}, got ${key}`)
      const picture = await source.view.target.readAt(shard.tar.name, Number(tar_offset), Number(tar_size))
      await writeFile(join(folder, `${key}.jpg`), picture)
      await each(key, caption)
    }
  }
}
