import { RunError, scoredColumns, selectionColumns } from '@warc2dataset/schemas'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { type Duck, literal, scan } from '@warc2dataset/stages/parquet/duck'
import { readRows } from '@warc2dataset/stages/parquet/read-rows'
import { filesUnder } from '../commits/commits.js'
import type { RunView } from '../phases/phase.js'
import { type EmbeddingShard, embeddingShards } from '../search/embedding-shards.js'

/** A picture with its embedding; the vector is a view that may be kept. */
export interface EmbeddedSample {
  readonly key: string
  readonly url: string
  /** As stored: L2-normalised, rounded to float16. */
  readonly embedding: Float32Array
}

export interface SampleOptions {
  readonly scorer: string
  /** kept: what the current selection keeps. */
  readonly which: 'kept' | 'all'
  readonly duck: Duck
  readonly scratch: string
}

const ROWS_AT_ONCE = 1024

const rowColumns = { key: scoredColumns.key, url: scoredColumns.url } as const

/**
 * The pictures of a run that a scorer embedded, shard by shard in order of key, in batches: memory does not grow with
 * the run.
 * @throws RunError exit 2 if the run has no such scorer, or, for `kept`, is not through select.
 */
export async function* embeddedSamples(
  view: RunView,
  options: SampleOptions,
): AsyncGenerator<readonly EmbeddedSample[]> {
  const { scorer, which, duck, scratch } = options
  const shards = await embeddingShards(view, scorer)
  if (which === 'kept') await collectKept(view, duck, scratch)
  for (const shard of shards) yield* samplesOf(view, shard, options)
}

/** How many samples the current selection keeps: with an embedding or without. */
export async function countKept(duck: Duck): Promise<number> {
  const [row] = await duck.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM kept_keys')
  return row?.n ?? 0
}

/** @throws RunError exit 2 if nothing was selected yet. */
async function collectKept(view: RunView, duck: Duck, scratch: string): Promise<void> {
  const selection = filesUnder(await view.commits('select'), 'selections/').filter((name) =>
    name.endsWith('/selection.parquet'),
  )
  if (selection.length === 0) {
    throw new RunError(
      'usage',
      `Expected a run that is through select in ${view.target.place}, got one that is not; run it first, or add --in all`,
    )
  }
  const paths = await Promise.all(selection.map((name) => view.storage.toLocal(name, scratch)))
  await duck.run(
    `CREATE TEMP TABLE kept_keys AS SELECT "key" FROM ${scan(paths, { key: selectionColumns.key })}`,
  )
}

async function* samplesOf(
  view: RunView,
  shard: EmbeddingShard,
  { which, duck, scratch }: SampleOptions,
): AsyncGenerator<readonly EmbeddedSample[]> {
  const images = await view.storage.toLocal(shard.images, scratch)
  const metadata = await view.storage.toLocal(shard.metadata, scratch)
  // Row i of the metadata is row i of the embeddings, whatever order a reader prefers.
  const rows = `(SELECT "key", url, file_row_number FROM read_parquet(${literal(metadata)}, file_row_number = true))`
  await checkRows(duck, rows, shard, (await readNpy(images, 0, 0)).rows)
  const wanted = which === 'all' ? '' : 'WHERE "key" IN (SELECT "key" FROM kept_keys)'
  const sql = `SELECT "key", url, file_row_number AS row FROM ${rows} ${wanted} ORDER BY file_row_number`
  const columns = { ...rowColumns, row: { type: 'int64', nullable: false, about: '' } } as const
  for await (const batch of readRows<typeof columns>(duck, sql, ROWS_AT_ONCE)) {
    const from = Number(batch[0]?.row ?? 0)
    const to = Number(batch.at(-1)?.row ?? -1) + 1
    const { data, columns: dim } = await readNpy(images, from, to)
    yield batch.map(({ key, url, row }) => {
      const at = (Number(row) - from) * dim
      return { key, url, embedding: data.subarray(at, at + dim) }
    })
  }
}

async function checkRows(duck: Duck, rows: string, shard: EmbeddingShard, expected: number): Promise<void> {
  const [row] = await duck.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n FROM ${rows}`)
  if (row?.n === expected) return
  throw new Error(`Expected ${expected} rows in ${shard.metadata}, as ${shard.images} has, got ${row?.n}`)
}
