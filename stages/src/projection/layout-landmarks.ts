import { UMAP } from 'umap-js'
import { nearestRows } from './nearest-rows.js'
import { pause } from './pause.js'
import type { RowTable } from './row-table.js'
import { createUniform } from './seeded-hash.js'

/** Neighbours of a landmark in UMAP's graph, itself among them. */
export const GRAPH_NEIGHBOURS = 15

/** Half the width of the square that the layout starts in; that of umap-learn. */
const START = 10

/**
 * UMAP of the landmarks: two coordinates each. The graph is that of the exact neighbours, Euclidean. The layout starts
 * from the first two coordinates of the rows, not at random, so that what lies far apart in the whole tends to do so
 * in the map: D. Kobak and G. C. Linderman, Nature Biotechnology 39 (2021).
 *
 * UMAP: L. McInnes, J. Healy and J. Melville, arXiv:1802.03426; min_dist 0.1, spread 1, as in umap-learn.
 *
 * @param landmarks more than 15 rows, all different
 * @throws the reason of `signal` once it is aborted
 */
export async function layoutLandmarks(
  landmarks: RowTable,
  { seed, signal }: { readonly seed: number; readonly signal: AbortSignal },
): Promise<readonly (readonly number[])[]> {
  const near = await nearestRows(landmarks, landmarks, { count: GRAPH_NEIGHBOURS, signal })
  const umap = new UMAP({ nNeighbors: GRAPH_NEIGHBOURS, random: createUniform(seed, 'layout') })
  const rows = Array.from({ length: landmarks.rows }, (_, row) => row)
  const slice = (of: Uint32Array | Float64Array, row: number): number[] =>
    Array.from(of.subarray(row * near.count, (row + 1) * near.count))
  umap.setPrecomputedKNN(
    rows.map((row) => slice(near.indices, row)),
    rows.map((row) => slice(near.squares, row).map(Math.sqrt)),
  )
  // With its neighbours given, the library reads no more of the rows than how many they are.
  const epochs = umap.initializeFit(rows.map((row) => [row]))
  startFrom(landmarks, umap.getEmbedding())
  for (let epoch = 0; epoch < epochs; epoch++) {
    await pause(signal)
    umap.step()
  }
  return umap.getEmbedding()
}

/** Writes over the random start; the library moves these very arrays. */
function startFrom({ values, width, rows }: RowTable, embedding: readonly number[][]): void {
  let largest = 0
  for (let row = 0; row < rows; row++) {
    largest = Math.max(
      largest,
      Math.abs(values[row * width] as number),
      Math.abs(values[row * width + 1] as number),
    )
  }
  embedding.forEach((point, row) => {
    point[0] = ((values[row * width] as number) / largest) * START
    point[1] = ((values[row * width + 1] as number) / largest) * START
  })
}
