import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { compiledScript } from '../clip/compiled-script.js'
import type { EmbeddingFiles } from './embedding-files.js'
import type { RowSet } from './row-set.js'
import type { Block, ScanPart, ScanTask } from './scan-messages.js'
import { mergeRanked, type RankedRows } from './top-rows.js'

export interface ScanOptions {
  /** Vectors of `dim` finite numbers, one or more. */
  readonly queries: readonly Float32Array[]
  /** Rows wanted for each query; 0 or more. */
  readonly count: number
  /** The only rows that may be found; null: all. */
  readonly allowed?: RowSet | null
  /** 1 or more; the cores of this machine if not given. Never changes the result. */
  readonly threads?: number
}

export interface Scanned {
  /** The best rows of each query, in their order, by dot product in double; equal ones by row number. */
  readonly ranked: readonly RankedRows[]
  /** Rows that were looked at. */
  readonly scanned: number
  /** Of these, rows with a NaN or an infinity, which no query finds. */
  readonly notFinite: number
}

/** Rows of one block: small enough that threads end together, large enough that reads are few. 4 MiB at 512. */
const BLOCK_ROWS = 4096

/**
 * Exact search: the dot product of every allowed row with every query, in blocks, by threads. Memory: one block for
 * each thread. With rows of length 1 it is the cosine, but for the rounding of the rows to float16.
 * Rejects with a RangeError for queries of another length, and if a file is not what its header said.
 */
export async function scanEmbeddings(embeddings: EmbeddingFiles, options: ScanOptions): Promise<Scanned> {
  const { queries, count, allowed = null, threads = availableParallelism() } = options
  const { dim, rows, files } = embeddings
  for (const [at, query] of queries.entries()) {
    if (query.length === dim && query.every(Number.isFinite)) continue
    throw new RangeError(`Expected ${dim} finite numbers for query ${at}, got ${query.length}`)
  }
  for (const [name, value, least] of [
    ['count', count, 0],
    ['threads', threads, 1],
  ] as const) {
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`Expected an integer of at least ${least} for ${name}, got ${value}`)
  }
  const blocks = files.flatMap(({ rows }, file) => blocksOf(file, rows))
  const shared = new Float32Array(new SharedArrayBuffer(queries.length * dim * 4))
  for (const [at, query] of queries.entries()) shared.set(query, at * dim)
  const task: ScanTask = {
    embeddings,
    blocks,
    next: new Int32Array(new SharedArrayBuffer(4)),
    queries: shared,
    // A thread keeps no more than there is.
    count: Math.min(count, rows),
    allowed: allowed?.bits ?? null,
  }
  const parts = await Promise.all(
    Array.from({ length: Math.min(threads, Math.max(1, blocks.length)) }, () => runThread(task)),
  )
  return {
    ranked: queries.map((_, query) =>
      mergeRanked(
        parts.map(({ ranked }) => ranked[query] as RankedRows),
        task.count,
      ),
    ),
    scanned: parts.reduce((sum, part) => sum + part.scanned, 0),
    notFinite: parts.reduce((sum, part) => sum + part.notFinite, 0),
  }
}

function blocksOf(file: number, rows: number): readonly Block[] {
  return Array.from({ length: Math.ceil(rows / BLOCK_ROWS) }, (_, at) => ({
    file,
    from: at * BLOCK_ROWS,
    to: Math.min(rows, (at + 1) * BLOCK_ROWS),
  }))
}

function runThread(task: ScanTask): Promise<ScanPart> {
  const worker = new Worker(compiledScript('../search/scan-worker'), { workerData: task, execArgv: [] })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', (error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error)
      reject(new Error(detail, { cause: error }))
    })
    worker.once('exit', (code) =>
      reject(new Error(`Expected the rows of a scan thread, got its end with ${code}`)),
    )
  })
}
