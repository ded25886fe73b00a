import type { Rate } from '@warc2dataset/schemas'
import { ALPHA, Z95 } from '../../statistics/interval.js'
import { studentTwoSidedQuantile } from '../../statistics/student-t.js'
import { wilson } from '../../statistics/wilson.js'

/** What a clustered proportion needs of its clusters d that hold a row: k_d of n_d rows, p = k/n of all. */
export interface ClusterSums {
  readonly k: number
  readonly n: number
  readonly clusters: number
  /** Σ n_d². */
  readonly sizes: number
  /** Σ z_d² and Σ z_d⁴, z_d = k_d - p·n_d. */
  readonly squares: number
  readonly fourths: number
}

/**
 * A rate with the interval of `clusterWilson`, from sums that a database makes: the same to rounding. `rate` null
 * without a row; `low` and `high` null for no row, and for one cluster.
 */
export function rateOfSums({ k, n, clusters, sizes, squares, fourths }: ClusterSums): Rate {
  if (n === 0) return { k, n, rate: null, low: null, high: null }
  const p = k / n
  const size = k === 0 || k === n ? (n * n) / sizes : effectiveSize()
  const interval = clusters < 2 ? null : wilson(p * size, size)
  return { k, n, rate: p, low: interval?.low ?? null, high: interval?.high ?? null }

  function effectiveSize(): number {
    // All clusters alike: no variance, so no design effect and no degrees of freedom.
    if (squares === 0) return n
    const variance = ((clusters / (clusters - 1)) * squares) / (n * n)
    const degrees = Math.max(1, (squares * squares) / fourths - 1)
    const shrink = (Z95 / studentTwoSidedQuantile(ALPHA, degrees)) ** 2
    return Math.min(n, (p * (1 - p)) / variance) * shrink
  }
}

/** The rate without its interval: where there is nothing that it could be an estimate of. */
export function withoutInterval({ k, n, rate }: Rate): Rate {
  return { k, n, rate, low: null, high: null }
}
