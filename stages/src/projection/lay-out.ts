import { drawLandmarks } from './draw-landmarks.js'
import { GRAPH_NEIGHBOURS, layoutLandmarks } from './layout-landmarks.js'
import { nearestRows } from './nearest-rows.js'
import { type Points, placePoints } from './place-points.js'
import { pickRows, type RowTable } from './row-table.js'

const PLACING_LANDMARKS = 10

export interface LaidOut {
  readonly points: Points
  /** Part of a sentence: what was done, with its sizes. */
  readonly how: string
}

/**
 * Two coordinates of each row: UMAP of landmarks, each other row at the weighted mean of its 10 nearest landmarks; the
 * first two columns where fewer than 16 rows differ.
 *
 * @param reduced principal components, the widest first
 * @throws the reason of `signal` once it is aborted
 */
export async function layOut(
  reduced: RowTable,
  options: { readonly mostLandmarks: number; readonly seed: number; readonly signal: AbortSignal },
): Promise<LaidOut> {
  const { mostLandmarks, seed, signal } = options
  const drawn = drawLandmarks(reduced, { most: mostLandmarks, seed })
  if (drawn.length <= GRAPH_NEIGHBOURS) {
    const how = `the first two are the map, since fewer than ${GRAPH_NEIGHBOURS + 1} points differ`
    return { points: firstTwo(reduced), how }
  }
  const landmarks = pickRows(reduced, drawn)
  const layout = await layoutLandmarks(landmarks, { seed, signal })
  const near = await nearestRows(reduced, landmarks, { count: PLACING_LANDMARKS, signal })
  const how = [
    `UMAP (umap-js, ${GRAPH_NEIGHBOURS} neighbours, minimum distance 0.1, from the first two components) laid out`,
    `${drawn.length} different points drawn by a seeded hash, and each other point stands at the weighted mean of its`,
    `${PLACING_LANDMARKS} nearest of these`,
  ].join(' ')
  return { points: placePoints(near, layout), how }
}

function firstTwo({ values, width, rows }: RowTable): Points {
  const column = (at: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => values[row * width + at] as number)
  return { x: column(0), y: column(1) }
}
