import { describe, expect, it } from 'vitest'
import { clusterProportion, clusterWilson } from './cluster-proportion.js'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { wilson } from './wilson.js'

const repeat = (k: number, n: number, clusters: number) => Array.from({ length: clusters }, () => ({ k, n }))

describe('clusterProportion', () => {
  it('has the design effect N/(N-1) where each row is a cluster', () => {
    const found = clusterProportion([...repeat(1, 1, 3), ...repeat(0, 1, 7)])
    expect(found?.designEffect).toBeCloseTo(10 / 9, 12)
    expect(found?.effectiveN).toBeCloseTo(9, 12)
  })

  it('has the design effect m·D/(D-1) where all m rows of a cluster agree', () => {
    // Kish: 1 + (m-1)·rho with rho = 1, and the factor of the variance estimate.
    expect(clusterProportion([...repeat(8, 8, 5), ...repeat(0, 8, 15)])?.designEffect).toBeCloseTo(
      (8 * 20) / 19,
      12,
    )
  })

  it('has variance 0 and no effective size where all clusters agree', () => {
    const found = clusterProportion(repeat(1, 2, 6))
    expect(found).toMatchObject({ proportion: 0.5, variance: 0, designEffect: 0, effectiveN: null })
  })

  it('does not count clusters without rows', () => {
    const some = [
      { k: 1, n: 4 },
      { k: 3, n: 5 },
    ]
    expect(clusterProportion([...some, ...repeat(0, 0, 9)])).toEqual(clusterProportion(some))
  })

  it('is null without rows, has no variance for one cluster and no design effect at p = 0', () => {
    expect(clusterProportion([])).toBeNull()
    expect(clusterProportion(repeat(0, 0, 3))).toBeNull()
    expect(clusterProportion(repeat(1, 3, 1))).toMatchObject({
      variance: null,
      designEffect: null,
      effectiveN: null,
    })
    expect(clusterProportion(repeat(0, 3, 4))).toMatchObject({
      variance: 0,
      designEffect: null,
      effectiveN: null,
    })
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { clusters_n_k, p, var_iid, var_cluster, deff } = vector('cluster_proportion')
    const found = clusterProportion(clusters_n_k.map(([n, k]) => ({ k, n })))
    expect(found?.proportion).toBeCloseTo(p, 12)
    expect(found?.independentVariance).toBeCloseTo(var_iid, 12)
    expect(found?.variance).toBeCloseTo(var_cluster, 12)
    expect(found?.designEffect).toBeCloseTo(deff, 9)
  })
})

describe('clusterWilson', () => {
  it('is the interval of the effective number of rows, fewer by the few degrees of freedom', () => {
    // Ten agreeing clusters of 8, the design effect 80/9: nine rows; t of nine degrees of freedom is 2.262157.
    const size = 9 * (1.959964 / 2.262157) ** 2
    const found = clusterWilson([...repeat(8, 8, 5), ...repeat(0, 8, 5)])
    expect(found?.low).toBeCloseTo(wilson(size / 2, size)?.low ?? Number.NaN, 6)
    expect(found?.high).toBeCloseTo(wilson(size / 2, size)?.high ?? Number.NaN, 6)
  })

  it('takes a cluster for one voice at p = 0 and 1, and stays pinned there', () => {
    expect(clusterWilson(repeat(0, 100, 20))).toEqual(wilson(0, 20))
    expect(clusterWilson(repeat(100, 100, 20))).toEqual(wilson(20, 20))
  })

  it('is never narrower than with independent rows', () => {
    expect(clusterWilson(repeat(1, 2, 6))).toEqual(wilson(6, 12))
  })

  it('is null for no row and for one cluster', () => {
    expect(clusterWilson([])).toBeNull()
    expect(clusterWilson(repeat(0, 10, 1))).toBeNull()
  })
})
