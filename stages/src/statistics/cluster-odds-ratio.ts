import { clusterDegrees, clusterVariance } from './cluster-variance.js'
import { ALPHA, type Interval } from './interval.js'
import { studentTwoSidedQuantile } from './student-t.js'

/** Rows of a 2×2 table by cluster: `a` and `b` of the first group, `c` and `d` of the second; columns of one length. */
export interface FourfoldCounts {
  readonly a: Float64Array
  readonly b: Float64Array
  readonly c: Float64Array
  readonly d: Float64Array
}

export interface LogOdds extends Interval {
  /** Natural logarithm; > 0: `a` is more common in the first group. */
  readonly value: number
  readonly standardError: number
}

/**
 * Logarithm of the odds ratio `(a/b)/(c/d)` of rows in clusters, ½ added to each count of the estimate (J. B. S. Haldane,
 * Ann. Hum. Genet. 20, 1956), with the delta method over clusters for its 95 % interval:
 * `z_i = a_i/a - b_i/b - c_i/c + d_i/d`, `Var = D/(D-1) · Σ z_i²`, Student's t with `clusterDegrees`. Where each row is
 * a cluster that is B. Woolf's `1/a + 1/b + 1/c + 1/d` but for D/(D-1).
 *
 * Field note inspect M2. Null where a count is 0, fewer than two clusters hold rows, or clusters do not differ.
 */
export function clusterLogOdds({ a, b, c, d }: FourfoldCounts): LogOdds | null {
  const [sumA, sumB, sumC, sumD] = [sum(a), sum(b), sum(c), sum(d)]
  if (sumA === 0 || sumB === 0 || sumC === 0 || sumD === 0) return null
  const influences: number[] = []
  for (let i = 0; i < a.length; i++) {
    const [inA, inB, inC, inD] = [a[i] ?? 0, b[i] ?? 0, c[i] ?? 0, d[i] ?? 0]
    if (inA + inB + inC + inD === 0) continue
    influences.push(inA / sumA - inB / sumB - inC / sumC + inD / sumD)
  }
  const [variance, degrees] = [clusterVariance(influences), clusterDegrees(influences)]
  if (variance === null || degrees === null) return null
  const standardError = Math.sqrt(variance)
  const value = Math.log(((sumA + 0.5) * (sumD + 0.5)) / ((sumB + 0.5) * (sumC + 0.5)))
  const half = studentTwoSidedQuantile(ALPHA, degrees) * standardError
  return { value, low: value - half, high: value + half, standardError }
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0)
}
