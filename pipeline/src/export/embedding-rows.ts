import { open } from 'node:fs/promises'
import { identifier, literal } from '@warc2dataset/stages/parquet/duck'
import { type EmbeddingFiles, openEmbeddings } from '@warc2dataset/stages/search/embedding-files'
import type { RunView } from '../phases/phase.js'
import { embeddingShards } from '../search/embedding-shards.js'
import type { ExportSource } from './export-target.js'

/** The embeddings of a run by one scorer, whose rows follow one another over all its files. */
export interface EmbeddingRows {
  readonly scorer: string
  readonly dim: number
  readonly images: EmbeddingFiles
  readonly texts: EmbeddingFiles
  /** Parquet files in the order of the embeddings. */
  readonly metadata: readonly string[]
}

/** Opens the embeddings of every scorer. @throws Error for files that do not belong together. */
export async function openEmbeddingRows(view: RunView): Promise<readonly EmbeddingRows[]> {
  const all: EmbeddingRows[] = []
  const local = (names: readonly string[]): Promise<readonly string[]> =>
    Promise.all(names.map((name) => view.storage.toLocal(name, '')))
  for (const { name: scorer } of view.scorers) {
    const shards = await embeddingShards(view, scorer)
    const images = await openEmbeddings(await local(shards.map((shard) => shard.images)))
    const texts = await openEmbeddings(await local(shards.map((shard) => shard.texts)))
    if (images.rows !== texts.rows || images.dim !== texts.dim) {
      throw new Error(
        `Expected as many text embeddings by ${scorer} as of pictures (${images.rows} of ${images.dim}), got ${texts.rows} of ${texts.dim}`,
      )
    }
    const metadata = await local(shards.map((shard) => shard.metadata))
    all.push({ scorer, dim: images.dim, images, texts, metadata })
  }
  return all
}

/** Name of the table of `indexRows`. */
export function indexTable({ scorer }: Pick<EmbeddingRows, 'scorer'>): string {
  return identifier(`embedded_${scorer}`)
}

/**
 * A table of `key` and `n`, the row of its embedding, for the samples of the dataset.
 * @throws Error if a file has another number of rows than of embeddings.
 */
export async function indexRows({ duck, view, shards }: ExportSource, rows: EmbeddingRows): Promise<void> {
  const table = indexTable(rows)
  const dataset = await Promise.all(shards.map(({ parquet }) => view.target.toLocal(parquet.name, '')))
  await duck.run(`CREATE OR REPLACE TEMP TABLE exported AS
    SELECT "key" FROM read_parquet([${dataset.map(literal).join(', ')}])`)
  await duck.run(`CREATE OR REPLACE TEMP TABLE ${table} ("key" VARCHAR, n BIGINT)`)
  for (const [at, path] of rows.metadata.entries()) {
    const { firstRow = 0, rows: count = 0 } = rows.images.files[at] ?? {}
    const metadata = `read_parquet(${literal(path)}, file_row_number = true)`
    const [found] = await duck.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n FROM ${metadata}`)
    if (found?.n !== count) throw new Error(`Expected ${count} rows for ${path}, got ${found?.n}`)
    await duck.run(`INSERT INTO ${table} SELECT "key", ${firstRow} + file_row_number FROM ${metadata}
      WHERE "key" IN (SELECT "key" FROM exported)`)
  }
}

/**
 * Rows of embeddings as the float16 that are stored, one after the other; a row of null is all zeros. Each file is opened
 * once.
 */
export async function readHalfRows(
  { files, dim }: EmbeddingFiles,
  wanted: readonly (number | null)[],
): Promise<Uint16Array> {
  const bytes = Buffer.alloc(wanted.length * dim * 2)
  const sorted = wanted
    .flatMap((row, at) => (row === null ? [] : [{ row, at }]))
    .sort((a, b) => a.row - b.row)
  let next = 0
  for (const { path, rows, offset, firstRow } of files) {
    const end = firstRow + rows
    if ((sorted[next]?.row ?? Number.POSITIVE_INFINITY) >= end) continue
    const file = await open(path, 'r')
    try {
      for (; (sorted[next]?.row ?? Number.POSITIVE_INFINITY) < end; next++) {
        const { row, at } = sorted[next] as (typeof sorted)[number]
        const { bytesRead } = await file.read(
          bytes,
          at * dim * 2,
          dim * 2,
          offset + (row - firstRow) * dim * 2,
        )
        if (bytesRead !== dim * 2)
          throw new Error(`Expected ${dim * 2} bytes of row ${row} of ${path}, got ${bytesRead}`)
      }
    } finally {
      await file.close()
    }
  }
  if (next !== sorted.length)
    throw new Error(`Expected rows of embeddings up to ${sorted.at(-1)?.row}, got fewer`)
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
}
