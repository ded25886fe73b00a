import { logInterval, Z95 } from './interval.js'
import { expectPairs } from './paired-totals.js'
import { type RateRatio, rateRatio } from './rate-ratio.js'
import type { PairedTrials } from './trials.js'

/**
 * Mantel–Haenszel ratio of two proportions over strata: `RR = R/S`, `R = Σ k1·n2/N`, `S = Σ k2·n1/N`, N = n1+n2, with
 * the variance of S. Greenland and J. M. Robins, Biometrics 41 (1985):
 * `Var(ln RR) = Σ (n1·n2·(k1+k2) - k1·k2·N)/N² / (R·S)`.
 *
 * Field note inspect M7. A stratum without rows of both groups says nothing and adds nothing. Null where R or S is 0:
 * nothing passed of a group in any stratum that has both. Rows must be independent; else `clusterMantelHaenszel`.
 *
 * @throws RangeError unless 0 <= k <= n in each.
 */
export function mantelHaenszel(strata: readonly PairedTrials[], z = Z95): RateRatio | null {
  expectPairs(strata, 'strata')
  let [r, s, spread] = [0, 0, 0]
  for (const { first, second } of strata) {
    const all = first.n + second.n
    if (all === 0) continue
    r += (first.k * second.n) / all
    s += (second.k * first.n) / all
    spread += (first.n * second.n * (first.k + second.k) - first.k * second.k * all) / (all * all)
  }
  if (r === 0 || s === 0) return null
  const standardError = Math.sqrt(Math.max(0, spread / (r * s)))
  const ratio = r / s
  return { ratio, standardError, ...logInterval(Math.log(ratio), standardError, z) }
}

/** Smallest and largest ratio of single strata, >= 0. */
export interface StratumRange {
  readonly smallest: number
  readonly largest: number
  /** Strata with enough rows. */
  readonly strata: number
}

/**
 * How much the ratio differs between strata: the smallest and largest half-corrected ratio of those with at least
 * `least` rows in each group. A wide range says that one adjusted ratio hides something. Null if there is none.
 */
export function stratumRange(strata: readonly PairedTrials[], least = 50): StratumRange | null {
  const ratios = strata
    .filter(({ first, second }) => first.n >= least && second.n >= least)
    .flatMap(({ first, second }) => rateRatio(first, second)?.ratio ?? [])
  if (ratios.length === 0) return null
  return { smallest: Math.min(...ratios), largest: Math.max(...ratios), strata: ratios.length }
}
