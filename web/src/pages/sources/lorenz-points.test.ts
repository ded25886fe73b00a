import { expect, it } from 'vitest'
import { heldByLargest, lorenzPoints } from './lorenz-points.js'

const even = Array.from({ length: 101 }, (_, at) => at / 100)

it('pairs the curves by hundredths', () => {
  const points = lorenzPoints(even, [0])
  expect(points).toHaveLength(101)
  expect(points[0]).toEqual({ domains: 0, before: 0, after: 0 })
  expect(points[100]).toEqual({ domains: 1, before: 1, after: null })
})

it('says that a tenth of equal domains holds a tenth', () => {
  expect(heldByLargest(even, 10)).toBeCloseTo(0.1, 12)
  expect(heldByLargest([], 10)).toBeNull()
})
