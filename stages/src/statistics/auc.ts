import { mergeSamples, type Sample } from './merge-samples.js'
import { type ScoreBins, shareBins } from './score-bins.js'

/** An estimate from bins: the value of the unbinned scores lies within `error` of `auc`. */
export interface BinnedAuc {
  readonly auc: number
  readonly error: number
}

/**
 * `P(S1 > S2) + ½·P(S1 = S2)` for one score of each sample, 0..1; ½ where neither tends to be larger. The
 * Mann–Whitney U over n1·n2. Null if either sample is empty.
 *
 * J. A. Hanley and B. J. McNeil, Radiology 143 (1982); field note inspect M11.
 */
export function auc(first: Sample, second: Sample): number | null {
  if (first.length === 0 || second.length === 0) return null
  let [below, won] = [0, 0]
  for (const tied of mergeSamples(first, second)) {
    won += tied.first * (below + tied.second / 2)
    below += tied.second
  }
  return won / first.length / second.length
}

/**
 * The same from bins, pairs within one bin taken as ties. Such pairs may in truth all go one way, so the error is at
 * most half their share, `½·Σ f1·f2`: exact where a bin is one value. Null if either group is empty.
 */
export function aucBinned(bins: ScoreBins): BinnedAuc | null {
  const shares = shareBins(bins)
  if (shares === null) return null
  let [below, area, error] = [0, 0, 0]
  for (const [share1, share2] of shares) {
    area += share1 * (below + share2 / 2)
    error += (share1 * share2) / 2
    below += share2
  }
  return { auc: area, error }
}
