import { describe, expect, it } from 'vitest'
import { clusterDegrees, clusterVariance, effectiveClusters } from './cluster-variance.js'

describe('clusterVariance', () => {
  it('is the variance of a mean where each cluster is one value', () => {
    // 2, 4, 9 with mean 5 have the sample variance 13; of the mean 13/3.
    expect(clusterVariance([2, 4, 9].map((x) => (x - 5) / 3))).toBeCloseTo(13 / 3, 14)
  })

  it('is null for fewer than two clusters', () => {
    expect(clusterVariance([])).toBeNull()
    expect(clusterVariance([1])).toBeNull()
  })
})

describe('effectiveClusters', () => {
  it('is the number of clusters where all weigh the same, near 1 where one weighs all', () => {
    expect(effectiveClusters([1e-90, -1e-90, 1e-90, -1e-90])).toBeCloseTo(4, 12)
    expect(effectiveClusters([1, 1e-6, 1e-6, -1e-6])).toBeCloseTo(1, 6)
    expect(effectiveClusters([0, 0])).toBeNull()
    expect(effectiveClusters([])).toBeNull()
  })
})

describe('clusterDegrees', () => {
  it('is one less than the effective clusters, and at least 1', () => {
    expect(clusterDegrees([1, -1, 1, -1])).toBeCloseTo(3, 12)
    expect(clusterDegrees([1, 1e-6, 1e-6])).toBe(1)
    expect(clusterDegrees([0, 0])).toBeNull()
  })
})
