import { clusterDegrees, clusterVariance } from './cluster-variance.js'
import { ALPHA, type Interval, logInterval } from './interval.js'
import { addPairs, expectPairs, holdsRows } from './paired-totals.js'
import { studentTwoSidedP, studentTwoSidedQuantile } from './student-t.js'
import type { PairedTrials } from './trials.js'

/** A ratio of two proportions of clustered rows, with its 95 % interval. */
export interface ClusterRatio extends Interval {
  readonly ratio: number
  /** Of ln(ratio). */
  readonly standardError: number
  /** Two-sided, of ratio = 1; null where the standard error is 0. */
  readonly p: number | null
  /** Clusters that hold a row of either group. */
  readonly clusters: number
  /** Of the t distribution of interval and p, >= 1; see `clusterDegrees`. Null where the standard error is 0. */
  readonly degrees: number | null
}

/**
 * Ratio of two proportions whose rows lie in clusters (registered domains); a cluster may hold rows of both groups, and
 * the covariance that makes is counted. Delta method over clusters: `ln RR = ln K1 - ln N1 - ln K2 + ln N2` changes
 * with cluster d by
 * `z_d = (k1_d - p1·n1_d)/K1 - (k2_d - p2·n2_d)/K2`, `Var(ln RR) = D/(D-1) · Σ z_d²`; interval and p from Student's t
 * with `clusterDegrees` degrees of freedom.
 *
 * The coefficient and, but for a factor near 1, the cluster-robust variance of a Poisson regression on the group (G. Zou,
 * Am. J. Epidemiol. 159, 2004). Field note inspect M5. With `second` all rows, the first group's among them, it is the
 * exclusion amplification of M8 with its standard error; give `added` 0 for the estimate of M9.
 *
 * Null where a group has no row, nothing of a group passed (an estimated zero has no relative variance: show Wilson's
 * interval or `rateRatio`), or fewer than two clusters hold rows.
 *
 * @param added to each count of the point estimate only, as in `rateRatio`; >= 0.
 * @throws RangeError unless 0 <= k <= n in each.
 */
export function clusterRateRatio(clusters: readonly PairedTrials[], added = 0.5): ClusterRatio | null {
  expectPairs(clusters, 'clusters')
  const { first, second } = addPairs(clusters)
  if (first.k === 0 || second.k === 0) return null
  const [p1, p2] = [first.k / first.n, second.k / second.n]
  const influences = clusters
    .filter(holdsRows)
    .map(
      (cluster) =>
        (cluster.first.k - p1 * cluster.first.n) / first.k -
        (cluster.second.k - p2 * cluster.second.n) / second.k,
    )
  const ratio = (first.k + added) / (first.n + added) / ((second.k + added) / (second.n + added))
  return describeRatio(ratio, influences)
}

/** Rounding of influences, sums of terms up to about 1. */
const ROUNDING = 1e-12

/**
 * Interval and p of a ratio from the changes of its logarithm per cluster: `ln ± t·SE`, Student's t with `clusterDegrees`
 * degrees of freedom. A standard error under 1e-12 is rounding of 0. Null for fewer than two clusters.
 */
export function describeRatio(ratio: number, influences: ArrayLike<number>): ClusterRatio | null {
  const variance = clusterVariance(influences)
  if (variance === null) return null
  const spread = Math.sqrt(variance) >= ROUNDING
  const [standardError, degrees] = spread ? [Math.sqrt(variance), clusterDegrees(influences)] : [0, null]
  const logRatio = Math.log(ratio)
  return {
    ratio,
    standardError,
    ...logInterval(logRatio, standardError, degrees === null ? 0 : studentTwoSidedQuantile(ALPHA, degrees)),
    p: degrees === null ? null : studentTwoSidedP(logRatio / standardError, degrees),
    clusters: influences.length,
    degrees,
  }
}
