import { type Columns, scoredColumns } from '@warc2dataset/schemas'
import { readNpy } from '../npy/read-npy.js'
import { type Duck, literal, names } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openRowWriter } from '../parquet/row-writer.js'

/** What an annotator says of one L2-normalised image embedding: the values of its columns; NaN: nothing. */
export type Annotate = (embedding: Float32Array) => Readonly<Record<string, string | number>>

export interface AnnotateInput {
  /** metadata and img_emb of one scored shard: row i of both belongs together. */
  readonly metadata: string
  readonly images: string
  /** Key, and the columns that `annotate` gives; null where it gives none. */
  readonly columns: Columns
  /** The same in each row: what gave it. */
  readonly constants: Readonly<Record<string, string>>
  readonly annotate: Annotate
  readonly signal: AbortSignal
  readonly progress: (rows: number) => void
}

export const ANNOTATE_SHARD = { name: 'annotate-shard', version: 1 } as const

const BATCH_ROWS = 4096

/** Writes one row per stored embedding, in its order; returns their count. Nothing but the embedding is looked at. */
export async function annotateShard(duck: Duck, input: AnnotateInput, path: string): Promise<number> {
  const { metadata, images, columns, constants, annotate, signal, progress } = input
  const writer = await openRowWriter(duck, 'annotated', columns)
  const sql = `SELECT ${names({ key: scoredColumns.key })} FROM read_parquet(${literal(metadata)}, file_row_number = true)
    ORDER BY file_row_number`
  let row = 0
  for await (const batch of readRows<{ key: typeof scoredColumns.key }>(duck, sql, BATCH_ROWS)) {
    signal.throwIfAborted()
    const { data, columns: dim } = await readNpy(images, row, row + batch.length)
    writer.write(
      batch.map(({ key }, at) => {
        const values = annotate(data.subarray(at * dim, (at + 1) * dim))
        return Object.fromEntries(
          Object.keys(columns).map((name) => [
            name,
            name === 'key' ? key : known(values[name] ?? constants[name]),
          ]),
        ) as never
      }),
    )
    row += batch.length
    progress(batch.length)
  }
  return writer.finish(path, '"key"')
}

function known(value: string | number | undefined): string | number | null {
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value
}
