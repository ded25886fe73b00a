import { expect, it } from 'vitest'
import { clusterSizes } from './cluster-sizes.js'

it('names the last size as all above it', () => {
  const sizes = clusterSizes([
    [1, 90],
    [2, 8],
    [3, 2],
  ])
  expect(sizes.map(({ name, pictures }) => [name, pictures])).toEqual([
    ['1', 90],
    ['2', 8],
    ['3 or more', 2],
  ])
})

it('does not call a lone size one or more', () => {
  expect(clusterSizes([[1, 5]])[0]?.name).toBe('1')
})
