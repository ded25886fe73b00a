import { mergeSamples, type Sample } from './merge-samples.js'
import { type ScoreBins, shareBins } from './score-bins.js'

/** An estimate from bins: the value of the unbinned scores lies within `error` of `distance`. */
export interface BinnedWasserstein {
  readonly distance: number
  readonly error: number
}

/**
 * Wasserstein-1 (earth mover's) distance `∫ |F1 - F2| dx` of two samples, >= 0, in the unit of the scores: how far on
 * average a score has to move for the two distributions to be one. Null if either sample is empty.
 *
 * S. S. Vallender, Theory Probab. Appl. 18 (1974); field note inspect M11.
 */
export function wasserstein(first: Sample, second: Sample): number | null {
  if (first.length === 0 || second.length === 0) return null
  let [below1, below2, distance] = [0, 0, 0]
  let last: number | null = null
  for (const { value, first: at1, second: at2 } of mergeSamples(first, second)) {
    if (last !== null) distance += (value - last) * Math.abs(below1 / first.length - below2 / second.length)
    below1 += at1
    below2 += at2
    last = value
  }
  return distance
}

/**
 * Wasserstein-1 distance of binned scores, each taken to lie in the middle of its bin: `width·Σ |F1 - F2|` over the
 * edges. Each score is at most half a bin from where it is taken to be, so by the triangle inequality the error is at
 * most one bin. Null if either group is empty.
 *
 * @param width of each bin, > 0, in the unit of the scores.
 */
export function wassersteinBinned(bins: ScoreBins, width: number): BinnedWasserstein | null {
  if (!(width > 0 && width < Infinity)) throw new RangeError(`Expected > 0 for width, got ${width}`)
  const shares = shareBins(bins)
  if (shares === null) return null
  let [gap, moved] = [0, 0]
  // After the last edge both are 1, up to rounding.
  for (const [share1, share2] of shares.slice(0, -1)) {
    gap += share1 - share2
    moved += Math.abs(gap)
  }
  return { distance: width * moved, error: width }
}
