import type { EmbeddingFiles } from './embedding-files.js'
import { scanEmbeddings } from './scan-embeddings.js'
import { readRowAt } from './score-rows.js'
import type { VectorIndex } from './vector-index.js'

export interface Recall {
  /** Rows wanted for each query. */
  readonly at: number
  /** Stored rows that were asked. */
  readonly queries: number
  /** Share of the rows of the exact scan that the index found, 0 to 1. */
  readonly value: number
}

/**
 * Recall of an index against the exact scan. The queries are stored rows at equal distances; each one's own row, which
 * any index finds, does not count.
 */
export async function measureRecall(
  embeddings: EmbeddingFiles,
  index: VectorIndex,
  { at = 10, queries = 100, threads }: { at?: number; queries?: number; threads?: number } = {},
): Promise<Recall> {
  const { rows } = embeddings
  const asked = Math.min(queries, rows)
  const own = Array.from({ length: asked }, (_, number) => Math.floor((number * rows) / asked))
  const vectors: Float32Array[] = []
  const finite: number[] = []
  for (const row of own) {
    const vector = await readRowAt(embeddings, row)
    if (!vector.every(Number.isFinite)) continue
    vectors.push(vector)
    finite.push(row)
  }
  const { ranked } = await scanEmbeddings(embeddings, {
    queries: vectors,
    count: at + 1,
    ...(threads === undefined ? {} : { threads }),
  })
  let [wanted, found] = [0, 0]
  for (const [number, { rows }] of ranked.entries()) {
    const right = rows.filter((row) => row !== finite[number]).slice(0, at)
    const got = new Set(index.find(vectors[number] as Float32Array, at + 1))
    wanted += right.length
    found += right.filter((row) => got.has(row)).length
  }
  return { at, queries: finite.length, value: wanted === 0 ? 1 : found / wanted }
}
