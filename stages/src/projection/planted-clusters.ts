import { createUniform } from './seeded-hash.js'

// For tests: embeddings like those of CLIP, with known clusters.

export interface PlantedClusters {
  readonly rows: number
  readonly dim: number
  readonly clusters: number
  /** Length of the noise beside a cluster's centre, which has length 1. */
  readonly noise: number
  readonly seed: number
}

export interface Planted {
  readonly vectors: Float32Array
  readonly kinds: Uint8Array
  /** Cluster of each row: row modulo clusters. */
  readonly labels: Uint32Array
}

/**
 * Gaussian clusters of unit vectors, every other run of `clusters` rows texts, each kind moved by an offset of its own
 * as long as the centres: the gap of CLIP.
 */
export function plantClusters({ rows, dim, clusters, noise, seed }: PlantedClusters): Planted {
  const uniform = createUniform(seed, 'covariance')
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const direction = (): Float64Array => unit(Float64Array.from({ length: dim }, normal))
  const centres = Array.from({ length: clusters }, direction)
  const offsets = [direction(), direction()]
  const vectors = new Float32Array(rows * dim)
  const labels = Uint32Array.from({ length: rows }, (_, row) => row % clusters)
  const kinds = Uint8Array.from({ length: rows }, (_, row) => Math.floor(row / clusters) % 2)
  for (let row = 0; row < rows; row++) {
    const [centre, offset] = [centres[labels[row] as number], offsets[kinds[row] as number]]
    const step = noise / Math.sqrt(dim)
    vectors.set(
      unit(
        Float64Array.from(
          { length: dim },
          (_, d) => (centre?.[d] ?? 0) + (offset?.[d] ?? 0) + step * normal(),
        ),
      ),
      row * dim,
    )
  }
  return { vectors, kinds, labels }
}

/** Share of the points whose nearest centroid in the map is that of their own label, 0..1. */
export function centroidPurity(x: Float32Array, y: Float32Array, labels: Uint32Array): number {
  const sums = Array.from({ length: Math.max(...labels) + 1 }, () => ({ x: 0, y: 0, n: 0 }))
  labels.forEach((label, point) => {
    const sum = sums[label] as { x: number; y: number; n: number }
    sum.x += x[point] as number
    sum.y += y[point] as number
    sum.n += 1
  })
  const distance = (point: number, label: number): number => {
    const sum = sums[label] as { x: number; y: number; n: number }
    return Math.hypot((x[point] as number) - sum.x / sum.n, (y[point] as number) - sum.y / sum.n)
  }
  const right = labels.reduce((count, own, point) => {
    const nearest = sums.reduce(
      (best, _, label) => (distance(point, label) < distance(point, best) ? label : best),
      0,
    )
    return count + (nearest === own ? 1 : 0)
  }, 0)
  return right / labels.length
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
