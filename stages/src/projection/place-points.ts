import type { NearestRows } from './nearest-rows.js'

/** Two coordinates of each point. */
export interface Points {
  readonly x: Float64Array
  readonly y: Float64Array
}

/**
 * Each point at the mean of its nearest landmarks, weighted by `exp(-(d - d1) / (mean d - d1))`: 1 for the nearest, at
 * distance d1, and the less the farther a landmark is beyond it, as in UMAP's own graph. A point that equals a landmark
 * stands on it.
 */
export function placePoints(near: NearestRows, landmarks: readonly (readonly number[])[]): Points {
  const points = near.indices.length / near.count
  const [x, y] = [new Float64Array(points), new Float64Array(points)]
  for (let point = 0; point < points; point++) {
    const start = point * near.count
    const weights = weigh(near.squares.subarray(start, start + near.count))
    let [across, down, total] = [0, 0, 0]
    weights.forEach((weight, place) => {
      const landmark = landmarks[near.indices[start + place] as number] as readonly number[]
      across += weight * (landmark[0] as number)
      down += weight * (landmark[1] as number)
      total += weight
    })
    x[point] = across / total
    y[point] = down / total
  }
  return { x, y }
}

function weigh(squares: Float64Array): readonly number[] {
  const distances = Array.from(squares, Math.sqrt)
  const nearest = distances[0] as number
  if (nearest === 0) return [1]
  const beyond = distances.reduce((sum, distance) => sum + distance - nearest, 0) / distances.length
  return distances.map((distance) => (beyond > 0 ? Math.exp(-(distance - nearest) / beyond) : 1))
}
