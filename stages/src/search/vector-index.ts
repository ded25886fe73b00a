import { availableParallelism } from 'node:os'
import { readNpy } from '../npy/read-npy.js'
import type { EmbeddingFiles } from './embedding-files.js'
import { loadUsearch, type UsearchIndex } from './load-usearch.js'

/** How an index is built and asked; a wider search costs time and finds more. */
export interface IndexSettings {
  readonly connectivity: number
  readonly expansionAdd: number
  readonly expansionSearch: number
}

/** What an index may not find is measured (`measureRecall`), never assumed. */
export const INDEX_SETTINGS: IndexSettings = { connectivity: 16, expansionAdd: 128, expansionSearch: 512 }

export interface VectorIndex {
  /** About the `count` best rows, in no order that counts: score them again. */
  readonly find: (query: Float32Array, count: number) => readonly number[]
  readonly size: number
}

export interface BuildOptions {
  readonly settings?: IndexSettings
  readonly threads?: number
  readonly signal?: AbortSignal
  /** Rows that are in it, and rows that were left out because they are not finite. */
  readonly progress?: (added: number, left: number) => void
}

/** Rows added at once: between two such calls the process answers. */
const ADD_ROWS = 2048

/**
 * Builds an HNSW index over all rows and writes it to `path`. In memory while it is built: about 2 · dim + 150 bytes a row.
 * Returns how many rows are in it; those with a NaN or an infinity are not.
 * @throws RunError exit 2 if the library is not there.
 */
export async function buildIndex(
  { dim, files }: EmbeddingFiles,
  path: string,
  options: BuildOptions = {},
): Promise<number> {
  const { settings = INDEX_SETTINGS, threads = availableParallelism(), signal, progress } = options
  const index = openUsearch(dim, settings)
  let [added, left] = [0, 0]
  for (const file of files) {
    for (let from = 0; from < file.rows; from += ADD_ROWS) {
      signal?.throwIfAborted()
      const to = Math.min(file.rows, from + ADD_ROWS)
      const { data } = await readNpy(file.path, from, to)
      const rows = Array.from({ length: to - from }, (_, at) => data.subarray(at * dim, (at + 1) * dim))
      const finite = [...rows.entries()].filter(([, row]) => row.every(Number.isFinite))
      const vectors = new Float32Array(finite.length * dim)
      for (const [at, [, row]] of finite.entries()) vectors.set(row, at * dim)
      const keys = BigUint64Array.from(finite, ([row]) => BigInt(file.firstRow + from + row))
      if (finite.length > 0) index.add(keys, vectors, Math.min(threads, finite.length))
      added += finite.length
      left += rows.length - finite.length
      progress?.(added, left)
    }
  }
  index.save(path)
  return added
}

/** An index of `buildIndex`; its file is mapped and must stay. */
export function openIndex(path: string, dim: number, settings: IndexSettings = INDEX_SETTINGS): VectorIndex {
  const index = openUsearch(dim, settings)
  index.view(path)
  const size = index.size()
  return {
    size,
    find: (query, count) => {
      if (query.length !== dim)
        throw new RangeError(`Expected ${dim} numbers for a query, got ${query.length}`)
      const wanted = Math.min(count, size)
      return wanted === 0 ? [] : Array.from(index.search(query, wanted, 1).keys, Number)
    },
  }
}

function openUsearch(dimensions: number, settings: IndexSettings): UsearchIndex {
  const { Index } = loadUsearch()
  return new Index({
    dimensions,
    metric: 'ip',
    quantization: 'f16',
    connectivity: settings.connectivity,
    expansion_add: settings.expansionAdd,
    expansion_search: settings.expansionSearch,
    multi: false,
  })
}
