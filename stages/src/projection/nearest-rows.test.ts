import { expect, test } from 'vitest'
import { drawLandmarks } from './draw-landmarks.js'
import { nearestRows } from './nearest-rows.js'
import { placePoints } from './place-points.js'
import { pickRows } from './row-table.js'
import { numberedRows, rowTable } from './test-rows.js'

const { signal } = new AbortController()

test('Nearest rows are those of a full sort, for counts that fill no block', async () => {
  const [queries, base] = [
    numberedRows(131, 7),
    pickRows(
      numberedRows(131, 7),
      Uint32Array.from({ length: 61 }, (_, i) => 2 * i),
    ),
  ]
  const near = await nearestRows(queries, base, { count: 5, signal })
  for (let query = 0; query < queries.rows; query++) {
    const squares = Array.from({ length: base.rows }, (_, row) => {
      let sum = 0
      for (let d = 0; d < 7; d++)
        sum += ((queries.values[query * 7 + d] ?? 0) - (base.values[row * 7 + d] ?? 0)) ** 2
      return sum
    })
    const sorted = squares.map((square, row) => ({ square, row })).sort((a, b) => a.square - b.square)
    expect([...near.indices.subarray(query * 5, query * 5 + 5)]).toEqual(
      sorted.slice(0, 5).map(({ row }) => row),
    )
    if (query % 2 === 0 && query < 122) expect(near.squares[query * 5]).toBe(0)
  }
})

test('Of equally near rows the lower comes first', async () => {
  const base = rowTable([
    [3, 0],
    [1, 0],
    [1, 0],
    [-1, 0],
    [1, 0],
  ])
  const near = await nearestRows(
    rowTable([
      [0, 0],
      [1, 0],
    ]),
    base,
    { count: 4, signal },
  )
  expect([...near.indices]).toEqual([1, 2, 3, 4, 1, 2, 4, 0])
  expect([...near.squares]).toEqual([1, 1, 1, 1, 0, 0, 0, 4])
})

test('Landmarks are all different and drawn by seed', () => {
  const table = rowTable(Array.from({ length: 90 }, (_, row) => [row % 30, 1]))
  const drawn = drawLandmarks(table, { most: 4000, seed: 1 })
  expect(new Set([...drawn].map((row) => row % 30)).size).toBe(30)
  expect(drawn).toHaveLength(30)
  expect(drawLandmarks(table, { most: 10, seed: 1 })).toEqual(drawn.subarray(0, 10))
  expect(drawLandmarks(table, { most: 10, seed: 2 })).not.toEqual(drawn.subarray(0, 10))
})

test('A point stands on the landmark it equals, else nearer to the nearer ones', () => {
  const layout = [
    [0, 0],
    [10, 0],
    [0, 10],
  ]
  const near = {
    count: 3,
    indices: Uint32Array.of(1, 0, 2, 0, 1, 2, 2, 1, 0),
    squares: Float64Array.of(0, 1, 4, 1, 4, 9, 4, 4, 4),
  }
  const { x, y } = placePoints(near, layout)
  expect([x[0], y[0]]).toEqual([10, 0])
  // Distances 1, 2, 3: 0, 1 and 2 beyond the nearest, their mean 1, so weights 1, 1/e and 1/e².
  const total = 1 + Math.exp(-1) + Math.exp(-2)
  expect(x[1]).toBeCloseTo((10 * Math.exp(-1)) / total, 12)
  expect(y[1]).toBeCloseTo((10 * Math.exp(-2)) / total, 12)
  // All equally far: the plain mean.
  expect(x[2]).toBeCloseTo(10 / 3, 12)
  expect(y[2]).toBeCloseTo(10 / 3, 12)
})
