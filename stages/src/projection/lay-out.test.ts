import { expect, test } from 'vitest'
import { type LaidOut, layOut } from './lay-out.js'
import { centroidPurity, plantClusters } from './planted-clusters.js'

const { signal } = new AbortController()

test('Rows that are no landmarks stand in their own cluster too; two runs are equal bit by bit', async () => {
  const { vectors, labels } = plantClusters({ rows: 2000, dim: 32, clusters: 8, noise: 0.6, seed: 3 })
  const table = { values: vectors, width: 32, rows: 2000 }
  const run = (): Promise<LaidOut> => layOut(table, { mostLandmarks: 400, seed: 1, signal })
  const [laid, again] = [await run(), await run()]
  expect(laid.how).toContain('400 different points')
  const { x, y } = laid.points
  // 16 heaps, since nothing took the offsets of the kinds away here.
  const heaps = labels.map((label, row) => label + 8 * (Math.floor(row / 8) % 2))
  expect(centroidPurity(Float32Array.from(x), Float32Array.from(y), heaps)).toBeGreaterThan(0.98)
  expect(again).toEqual(laid)
})

test('Clusters far apart in a row tend to lie far apart: the layout starts from the components', async () => {
  const [clusters, rows, width] = [8, 400, 16]
  const noise = plantClusters({ rows, dim: width, clusters: 1, noise: 1, seed: 8 }).vectors
  const values = noise.map((value, at) =>
    at % width === 0 ? (Math.floor(at / width) % clusters) * 3 : value * 0.5,
  )
  const { points } = await layOut({ values, width, rows }, { mostLandmarks: rows, seed: 1, signal })
  const mean = (of: Float64Array, cluster: number): number =>
    of.reduce((sum, value, row) => sum + (row % clusters === cluster ? value : 0), 0) / (rows / clusters)
  const centres = Array.from({ length: clusters }, (_, at) => ({
    x: mean(points.x, at),
    y: mean(points.y, at),
  }))
  const pairs = centres.flatMap((one, i) =>
    centres.slice(0, i).map((two, j) => ({ apart: i - j, far: Math.hypot(one.x - two.x, one.y - two.y) })),
  )
  // From a start that knows nothing of the row, six seeds gave -0.26..0.07.
  expect(correlation(pairs)).toBeGreaterThan(0.4)
})

function correlation(pairs: readonly { readonly apart: number; readonly far: number }[]): number {
  const middle = (of: 'apart' | 'far'): number =>
    pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length
  const [apart, far] = [middle('apart'), middle('far')]
  const product = (a: 'apart' | 'far', b: 'apart' | 'far'): number =>
    pairs.reduce(
      (sum, pair) => sum + (pair[a] - (a === 'far' ? far : apart)) * (pair[b] - (b === 'far' ? far : apart)),
      0,
    )
  return product('apart', 'far') / Math.sqrt(product('apart', 'apart') * product('far', 'far'))
}
