import { clusterDegrees, clusterVariance } from './cluster-variance.js'
import { ALPHA, type Interval, Z95 } from './interval.js'
import { studentTwoSidedQuantile } from './student-t.js'
import { expectTrials, type Trials } from './trials.js'
import { wilson } from './wilson.js'

export interface ClusterProportion {
  /** 0..1. */
  readonly proportion: number
  readonly n: number
  /** Clusters that hold a row. */
  readonly clusters: number
  /** `p(1-p)/n`. */
  readonly independentVariance: number
  /** Null for one cluster. */
  readonly variance: number | null
  /** Variance over `independentVariance`; null for one cluster and at p = 0 or 1. */
  readonly designEffect: number | null
  /** n / designEffect; may exceed n. Null where the design effect is null or 0. */
  readonly effectiveN: number | null
}

/**
 * Proportion of rows in clusters (registered domains), with the variance of the ratio estimate
 * `D/(D-1) · Σ_d (k_d - p·n_d)² / N²`, its design effect (L. Kish, Survey Sampling, 1965) and the effective size.
 *
 * Field note inspect §2.0 rule 3. Clusters without a row count for nothing. Null without any row.
 *
 * @throws RangeError unless 0 <= k <= n in each.
 */
export function clusterProportion(clusters: readonly Trials[]): ClusterProportion | null {
  const held = heldClusters(clusters)
  const [k, n] = [sum(held.map((one) => one.k)), sum(held.map((one) => one.n))]
  if (n === 0) return null
  const proportion = k / n
  const independentVariance = (proportion * (1 - proportion)) / n
  const variance = clusterVariance(held.map((one) => (one.k - proportion * one.n) / n))
  const designEffect = variance === null || independentVariance === 0 ? null : variance / independentVariance
  const effectiveN = designEffect === null || designEffect === 0 ? null : n / designEffect
  return { proportion, n, clusters: held.length, independentVariance, variance, designEffect, effectiveN }
}

/**
 * 95 % Wilson interval of a proportion of clustered rows at the effective size, never above n, times `(z/t)²` for the
 * `clusterDegrees` of the variance (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998). At p = 0 or 1 the rows
 * show no spread to estimate a design effect from; then every cluster is taken to speak with one voice, the worst case:
 * `(Σn)²/Σn²` rows (Kish). Null for no row, and for one cluster, as nothing tells how clusters differ.
 */
export function clusterWilson(clusters: readonly Trials[]): Interval | null {
  const found = clusterProportion(clusters)
  if (found === null) return null
  const { proportion } = found
  return describeProportion(
    found,
    clusters.map((one) => one.k - proportion * one.n),
    sum(clusters.map((one) => one.n * one.n)),
  )
}

/**
 * The interval of `clusterWilson` from what `clusterProportion` found.
 *
 * @param residuals `k_d - p·n_d` of each cluster.
 * @param squares `Σ n_d²`.
 */
export function describeProportion(
  { proportion, n, variance, effectiveN }: ClusterProportion,
  residuals: ArrayLike<number>,
  squares: number,
): Interval | null {
  if (variance === null) return null
  if (proportion === 0 || proportion === 1) {
    const voices = (n * n) / squares
    return wilson(proportion * voices, voices)
  }
  const degrees = clusterDegrees(residuals)
  const shrink = degrees === null ? 1 : (Z95 / studentTwoSidedQuantile(ALPHA, degrees)) ** 2
  const size = Math.min(n, effectiveN ?? n) * shrink
  return wilson(proportion * size, size)
}

function heldClusters(clusters: readonly Trials[]): readonly Trials[] {
  clusters.forEach((one, at) => {
    expectTrials(one, `clusters[${at}]`)
  })
  return clusters.filter(({ n }) => n > 0)
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
