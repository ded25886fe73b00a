import { expect, test } from 'vitest'
import { percentile, scaleRobust } from './scale-robust.js'

test('Percentiles are those of NumPy', () => {
  const sorted = Float64Array.of(1, 1, 2, 3, 4, 5, 6, 9)
  expect(percentile(sorted, 0.01)).toBeCloseTo(1, 12)
  expect(percentile(sorted, 0.99)).toBeCloseTo(8.79, 12)
})

test('The wider axis fills 0.05..0.95, the other has its scale, and what is far out stands on the edge', () => {
  const x = Float64Array.from({ length: 1001 }, (_, i) => (i === 1000 ? 1e6 : i))
  const y = Float64Array.from({ length: 1001 }, (_, i) => (i % 101) - 300)
  const scaled = scaleRobust({ x, y })
  // Percentiles of x: 10 and 990; so one unit is 0.9/980.
  expect(scaled.x[10]).toBeCloseTo(0.05, 6)
  expect(scaled.x[990]).toBeCloseTo(0.95, 6)
  expect((scaled.y[50] ?? 0) - (scaled.y[0] ?? 0)).toBeCloseTo((50 * 0.9) / 980, 6)
  expect(scaled.x[1000]).toBe(1)
  expect(scaled.clamped).toBe(1)
})

test('Points on one place stand in the middle', () => {
  const scaled = scaleRobust({ x: new Float64Array(4).fill(7), y: new Float64Array(4).fill(-2) })
  expect([...scaled.x, ...scaled.y]).toEqual(new Array(8).fill(0.5))
})
