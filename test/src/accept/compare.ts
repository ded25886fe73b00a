import { quantile } from './quantiles.js'
import type { Comparison } from './report.js'

/** The two cosines of one stored picture with its TEXT. */
export interface JudgedPair {
  readonly key: string
  readonly ours: number
  readonly openClip: number
}

const WORST = 5

/**
 * How far two lists of cosines are apart; one pair or more. A difference of exactly `epsilon` is within it, NaN never is.
 */
export function comparePairs(pairs: readonly JudgedPair[], epsilon: number): Comparison {
  const apart = pairs.map((pair) => ({
    key: pair.key,
    ours: pair.ours,
    open_clip: pair.openClip,
    difference: Math.abs(pair.ours - pair.openClip),
  }))
  const differences = apart.map(({ difference }) => difference)
  return {
    pairs: pairs.length,
    epsilon,
    within: differences.filter((difference) => difference <= epsilon).length,
    max: quantile(differences, 1),
    mean: differences.reduce((sum, difference) => sum + difference, 0) / pairs.length,
    p99: quantile(differences, 0.99),
    worst: [...apart].sort((a, b) => b.difference - a.difference || (a.key < b.key ? -1 : 1)).slice(0, WORST),
  }
}
