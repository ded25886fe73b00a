import { type ScoreBins, shareBins } from './score-bins.js'

/**
 * Jensen–Shannon divergence in bits, `½·KL(p‖m) + ½·KL(q‖m)`, m = (p+q)/2: 0 (equal) .. 1 (nothing in common). Takes
 * counts or shares over the same categories. Null if either sums to 0. The divergence, not its square root, which is
 * what SciPy calls the distance.
 *
 * J. Lin, IEEE Trans. Inf. Theory 37 (1991); field note inspect M20.
 */
export function jensenShannon(categories: ScoreBins): number | null {
  const shares = shareBins(categories)
  if (shares === null) return null
  const bits = shares.reduce((sum, [p, q]) => sum + part(p, (p + q) / 2) + part(q, (p + q) / 2), 0)
  return Math.min(1, Math.max(0, bits))
}

function part(share: number, mean: number): number {
  return share === 0 ? 0 : (share * Math.log2(share / mean)) / 2
}
