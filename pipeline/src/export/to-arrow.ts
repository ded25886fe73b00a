import type { Commit, RowOf } from '@warc2dataset/schemas'
import { identifier } from '@warc2dataset/stages/parquet/duck'
import { readRows } from '@warc2dataset/stages/parquet/read-rows'
import type { Schema } from 'apache-arrow'
import { inputOfAll } from '../commits/commits.js'
import { scorerOf } from '../phases/score.js'
import { arrowBatch } from './arrow-batch.js'
import { type ArrowTable, arrowSchema, arrowSelect, arrowTable } from './arrow-columns.js'
import { openArrowFile } from './arrow-file.js'
import type { DatasetShard } from './dataset-shards.js'
import {
  type EmbeddingRows,
  indexRows,
  indexTable,
  openEmbeddingRows,
  readHalfRows,
} from './embedding-rows.js'
import type { ExportSource, ExportTarget } from './export-target.js'
import { partsOf, shardTable } from './picture-files.js'

/** Rows of a record batch, at most: memory holds one. */
const BATCH_ROWS = 4096

/**
 * NNNNN.arrow for each shard, without pictures: URL, texts, similarities, what heads and prompt sets said, and the
 * embeddings of each scorer as the float16 that are stored. Arrow IPC files, which notebooks map into memory.
 */
export const toArrow: ExportTarget = async (source) => {
  const { view } = source
  const table = arrowTable(view)
  const embeddings = await openEmbeddingRows(view)
  const schema = arrowSchema(table, embeddings, view.scorers)
  // Made when the first part is written: an export that is whole needs none.
  let indexed: Promise<void> | null = null
  const index = async (): Promise<void> => {
    for (const rows of embeddings) await indexRows(source, rows)
  }
  return {
    parts: await partsOf(source, async (shard) => ({
      name: `${shard.shard}.arrow`,
      bytes: await bytesOf(source, shard, table, embeddings),
      write: async (path) => {
        indexed ??= index()
        await indexed
        await writeShard(source, shard, { table, embeddings, schema }, path)
      },
    })),
    documents: [],
    beside: inputOfAll('score', await scoreCommits(view)).sha256,
  }
}

/** Of the scorers of this run's recipe. */
async function scoreCommits(view: ExportSource['view']): Promise<readonly Commit[]> {
  const names = view.scorers.map(({ name }) => name)
  return (await view.commits('score')).filter(({ unit }) => names.includes(scorerOf(unit)))
}

interface Layout {
  readonly table: ArrowTable
  readonly embeddings: readonly EmbeddingRows[]
  readonly schema: Schema
}

async function writeShard(
  source: ExportSource,
  shard: DatasetShard,
  { table, embeddings, schema }: Layout,
  path: string,
): Promise<void> {
  const rowOf = (at: number): string => identifier(`embedding ${at}`)
  const sql = `SELECT ${[arrowSelect(table, 'd.'), ...embeddings.map((_, at) => `e${at}.n::DOUBLE AS ${rowOf(at)}`)].join(', ')}
    FROM ${await shardTable(source, shard)} d
    ${embeddings.map((rows, at) => `LEFT JOIN ${indexTable(rows)} e${at} ON e${at}."key" = d."key"`).join(' ')}
    ORDER BY d.tar_offset`
  const file = await openArrowFile(path, schema)
  try {
    for await (const rows of readRows<typeof table.columns>(source.duck, sql, BATCH_ROWS)) {
      const columns = []
      for (const [at, { dim, images, texts }] of embeddings.entries()) {
        const wanted = rows.map((row) => numberOrNull(row[`embedding ${at}`]))
        const isThere = wanted.map((row) => row !== null)
        columns.push({ dim, isThere, data: await readHalfRows(images, wanted) })
        columns.push({ dim, isThere, data: await readHalfRows(texts, wanted) })
      }
      await file.add(arrowBatch(schema, table.columns, rows, columns))
    }
  } catch (error) {
    await file.abort()
    throw error
  }
  await file.close()
}

function numberOrNull(value: RowOf<ArrowTable['columns']>[string] | undefined): number | null {
  return typeof value === 'number' ? value : null
}

/** Disk that a shard takes, at most. */
async function bytesOf(
  source: ExportSource,
  shard: DatasetShard,
  { columns, from }: ArrowTable,
  embeddings: readonly EmbeddingRows[],
): Promise<number> {
  const texts = Object.entries(columns).filter(([, { type }]) => type === 'string')
  const lengths = texts.map(([name]) => `coalesce(strlen(${identifier(from[name] ?? name)}), 0)`)
  const [row] = await source.duck.rows<{ n: number | null }>(
    `SELECT sum(${lengths.join(' + ')})::DOUBLE AS n FROM ${await shardTable(source, shard)}`,
  )
  const fields = Object.keys(columns).length + 2 * embeddings.length
  // A value of 8 bytes and a bit, or an offset; buffers are padded, and described in each batch and in the schema.
  const plain = (row?.n ?? 0) + shard.samples * fields * 9
  const vectors = embeddings.reduce((sum, { dim }) => sum + 2 * dim * 2 * shard.samples, 0)
  const batches = Math.ceil(shard.samples / BATCH_ROWS)
  return plain + vectors + (batches + 2) * fields * 512 + 8192
}
