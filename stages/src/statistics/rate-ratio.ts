import { type Interval, logInterval, Z95 } from './interval.js'
import { expectTrials, type Trials } from './trials.js'

export interface RateRatio extends Interval {
  /** > 0. */
  readonly ratio: number
  /** Of ln(ratio). */
  readonly standardError: number
}

/**
 * Ratio of two independent proportions with ½ added to every count:
 * `RR = ((k1+½)/(n1+½)) / ((k2+½)/(n2+½))`,
 * `SE(ln RR) = √(1/(k1+½) - 1/(n1+½) + 1/(k2+½) - 1/(n2+½))`, interval `exp(ln RR ± z·SE)`.
 *
 * S. D. Walter, Biometrika 62 (1975); field note inspect M5. Defined at k = 0. Where all rows of both groups pass the
 * standard error is 0: no interval can be had from this formula, see Wilson's. Null if either n = 0. Rows must be
 * independent; for rows of web sites see `clusterRateRatio`.
 *
 * @throws RangeError unless 0 <= k <= n in both.
 */
export function rateRatio(first: Trials, second: Trials, z = Z95): RateRatio | null {
  expectTrials(first, 'first')
  expectTrials(second, 'second')
  if (first.n === 0 || second.n === 0) return null
  const [k1, n1, k2, n2] = [first.k + 0.5, first.n + 0.5, second.k + 0.5, second.n + 0.5]
  const ratio = k1 / n1 / (k2 / n2)
  const standardError = Math.sqrt(1 / k1 - 1 / n1 + (1 / k2 - 1 / n2))
  return { ratio, standardError, ...logInterval(Math.log(ratio), standardError, z) }
}
