import type { ClusterCounts } from './cluster-counts.js'
import { sumCounts } from './cluster-counts.js'
import { type ClusterProportion, describeProportion } from './cluster-proportion.js'
import { clusterVariance } from './cluster-variance.js'
import type { Interval } from './interval.js'

export interface CountedProportion extends ClusterProportion {
  readonly k: number
  /** That of `clusterWilson`. */
  readonly interval: Interval | null
}

/** `clusterProportion` and `clusterWilson` from columns. Null without any row. */
export function countedProportion(counts: ClusterCounts): CountedProportion | null {
  const { k, n } = sumCounts(counts)
  if (n === 0) return null
  const proportion = k / n
  const residuals = new Float64Array(counts.n.length)
  let [clusters, squares] = [0, 0]
  for (let d = 0; d < counts.n.length; d++) {
    const rows = counts.n[d] ?? 0
    if (rows === 0) continue
    residuals[clusters++] = (counts.k[d] ?? 0) - proportion * rows
    squares += rows * rows
  }
  const held = residuals.subarray(0, clusters)
  const independentVariance = (proportion * (1 - proportion)) / n
  const spread = clusterVariance(held)
  const variance = spread === null ? null : spread / (n * n)
  const designEffect = variance === null || independentVariance === 0 ? null : variance / independentVariance
  const effectiveN = designEffect === null || designEffect === 0 ? null : n / designEffect
  const found = { proportion, n, clusters, independentVariance, variance, designEffect, effectiveN }
  return { ...found, k, interval: describeProportion(found, held, squares) }
}
