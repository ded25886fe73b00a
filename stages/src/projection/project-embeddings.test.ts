import { expect, test } from 'vitest'
import { centroidPurity, type Planted, plantClusters } from './planted-clusters.js'
import { type Embeddings, type Projection, projectEmbeddings } from './project-embeddings.js'

const { signal } = new AbortController()
const project = (
  { vectors, kinds }: Pick<Planted, 'vectors' | 'kinds'>,
  dim: number,
  more: Partial<Embeddings> = {},
): Promise<Projection> => projectEmbeddings({ vectors, kinds, dim, seed: 1, signal, ...more })

test('Twelve planted clusters are kept apart, pictures and texts of each together; two runs are equal bit by bit', async () => {
  const planted = plantClusters({ rows: 1200, dim: 64, clusters: 12, noise: 0.8, seed: 4 })
  const [map, again] = [await project(planted, 64), await project(planted, 64)]
  expect(centroidPurity(map.x, map.y, planted.labels)).toBeGreaterThan(0.99)
  expect(centroidPurity(map.x, map.y, Uint32Array.from(planted.kinds))).toBeLessThan(0.6)
  // Neighbours in an unrelated map: 0.5.
  expect(map.trustworthiness).toBeGreaterThan(0.9)
  expect(Math.min(...map.x, ...map.y)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...map.x, ...map.y)).toBeLessThanOrEqual(1)
  expect(again).toEqual(map)
  expect(map.method).toContain('1200 embeddings of 64 numbers')
  expect(map.method).toContain('1200 different points')
})

test('With the gap of the kinds left in, pictures and texts are heaps of their own', async () => {
  const planted = plantClusters({ rows: 480, dim: 32, clusters: 2, noise: 0.8, seed: 4 })
  const own = Uint32Array.from(planted.kinds, (kind, row) => kind * 2 + (planted.labels[row] ?? 0))
  const left = await project({ ...planted, kinds: new Uint8Array(480) }, 32)
  expect(centroidPurity(left.x, left.y, own)).toBeGreaterThan(0.99)
  const taken = await project(planted, 32)
  expect(centroidPurity(taken.x, taken.y, own)).toBeLessThan(0.7)
})

test('Two clusters, one ten times the other, stay two', async () => {
  const planted = plantClusters({ rows: 1100, dim: 32, clusters: 11, noise: 0.8, seed: 5 })
  const one = plantClusters({ rows: 1100, dim: 32, clusters: 1, noise: 0.8, seed: 6 })
  const labels = planted.labels.map((label) => (label === 0 ? 1 : 0))
  const vectors = one.vectors.slice()
  // The other cluster takes the rows of label 0; the kinds are those of the first planting throughout.
  labels.forEach((label, row) => {
    if (label === 1) vectors.set(planted.vectors.subarray(row * 32, row * 32 + 32), row * 32)
  })
  const map = await project({ vectors, kinds: new Uint8Array(1100) }, 32)
  expect(centroidPurity(map.x, map.y, labels)).toBeGreaterThan(0.99)
})

test('Another seed gives another map', async () => {
  const planted = plantClusters({ rows: 200, dim: 32, clusters: 4, noise: 0.8, seed: 4 })
  const [one, two] = [await project(planted, 32), await project(planted, 32, { seed: 2 })]
  expect(one.x).not.toEqual(two.x)
})

test('Few points: the first two components, in which the far stay far', async () => {
  const vectors = new Float32Array(3 * 32)
  vectors.set([0, 3, 4], 0)
  vectors.set([0, 0, 0], 32)
  vectors.set([0, 6, 8], 64)
  const map = await project({ vectors, kinds: new Uint8Array(3) }, 32)
  // On a line at -5, 0, 5 of the first component; 1st to 99th percentile -4.9..4.9, which is 0.9 wide.
  expect([...map.x].map((value) => Math.abs(value - 0.5).toFixed(4))).toEqual(['0.0000', '0.4592', '0.4592'])
  expect(map.x[1]).not.toBe(map.x[2])
  expect([...map.y].every((value) => Math.abs(value - 0.5) < 1e-6)).toBe(true)
  expect(map.trustworthiness).toBeNull()
  expect(map.method).toContain('fewer than 16 points differ')
})

test('Equal embeddings stand on one point, be they all or most', async () => {
  const all = await project(
    { vectors: new Float32Array(500 * 32).fill(1 / Math.sqrt(32)), kinds: new Uint8Array(500) },
    32,
  )
  expect(new Set([...all.x, ...all.y])).toEqual(new Set([0.5]))
  const planted = plantClusters({ rows: 600, dim: 32, clusters: 3, noise: 0.8, seed: 4 })
  const kinds = new Uint8Array(600)
  for (let row = 100; row < 600; row++) planted.vectors.copyWithin(row * 32, 0, 32)
  const most = await project({ vectors: planted.vectors, kinds }, 32)
  expect(new Set(most.x.subarray(100))).toEqual(new Set([most.x[0]]))
  expect(new Set(most.y.subarray(100))).toEqual(new Set([most.y[0]]))
  expect(new Set(most.x).size).toBeGreaterThan(90)
})

test('No rows, one row', async () => {
  const none = await project({ vectors: new Float32Array(0), kinds: new Uint8Array(0) }, 512)
  expect([none.x.length, none.trustworthiness]).toEqual([0, null])
  const one = await project({ vectors: new Float32Array(512).fill(0.04), kinds: Uint8Array.of(1) }, 512)
  expect([one.x[0], one.y[0]]).toEqual([0.5, 0.5])
})

test('The event loop turns meanwhile, and an abort ends it with its reason', async () => {
  const planted = plantClusters({ rows: 2000, dim: 64, clusters: 4, noise: 0.8, seed: 4 })
  const stop = new AbortController()
  let turns = 0
  const timer = setInterval(() => {
    turns++
    if (turns === 20) stop.abort(new Error('enough'))
  }, 0)
  await expect(project(planted, 64, { signal: stop.signal })).rejects.toThrow('enough')
  clearInterval(timer)
  expect(turns).toBeLessThan(30)
  await expect(project(planted, 64, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
    'before',
  )
})

test('Input outside the ranges is refused', async () => {
  const rows = (count: number): Pick<Planted, 'vectors' | 'kinds'> => ({
    vectors: new Float32Array(count * 2),
    kinds: new Uint8Array(count),
  })
  await expect(project(rows(2), 1)).rejects.toThrow('Expected an integer in 2..1024 for dim, got 1')
  await expect(project(rows(2), 3)).rejects.toThrow('Expected 2 rows of 3 for vectors, got 4 numbers')
  await expect(project(rows(50_001), 2)).rejects.toThrow('Expected at most 50000 rows for kinds, got 50001')
  await expect(project(rows(2), 2, { seed: 0.5 })).rejects.toThrow(
    'Expected a safe integer for seed, got 0.5',
  )
  await expect(project({ ...rows(2), kinds: Uint8Array.of(0, 2) }, 2)).rejects.toThrow(
    'Expected 0 or 1 for kinds, got 2',
  )
})
