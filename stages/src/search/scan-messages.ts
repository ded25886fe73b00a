import type { EmbeddingFiles } from './embedding-files.js'
import type { RankedRows } from './top-rows.js'

/** What a scan thread is started with. Everything big is shared memory. */
export interface ScanTask {
  readonly embeddings: EmbeddingFiles
  readonly blocks: readonly Block[]
  /** Index of the next block that nobody took yet; threads count it up. */
  readonly next: Int32Array
  /** Rows of `dim` numbers. */
  readonly queries: Float32Array
  readonly count: number
  readonly allowed: Uint8Array | null
}

/** Rows `from` to `to - 1` of a file. */
export interface Block {
  readonly file: number
  readonly from: number
  readonly to: number
}

/** What a scan thread found: one ranking for each query. */
export interface ScanPart {
  readonly ranked: readonly RankedRows[]
  readonly scanned: number
  /** Allowed rows that hold a NaN or an infinity: no query finds them. */
  readonly notFinite: number
}
