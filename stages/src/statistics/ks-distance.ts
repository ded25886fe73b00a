import { mergeSamples, type Sample } from './merge-samples.js'
import { type ScoreBins, shareBins } from './score-bins.js'
import { expectCount } from './trials.js'

/** An estimate from bins: the value of the unbinned scores lies in distance..distance + excess. */
export interface BinnedKs {
  readonly distance: number
  readonly excess: number
}

/**
 * Two-sample Kolmogorov–Smirnov distance `D = sup |F1 - F2|`, 0..1, ties allowed. Null if either sample is empty.
 *
 * N. Smirnov, Ann. Math. Statist. 19 (1948); field note inspect M11.
 */
export function ksDistance(first: Sample, second: Sample): number | null {
  if (first.length === 0 || second.length === 0) return null
  let [below1, below2, largest] = [0, 0, 0]
  for (const tied of mergeSamples(first, second)) {
    below1 += tied.first
    below2 += tied.second
    largest = Math.max(largest, Math.abs(below1 / first.length - below2 / second.length))
  }
  return largest
}

/**
 * Kolmogorov–Smirnov distance of binned scores. `distance` is the largest difference at an edge of a bin; within a bin
 * the difference may reach `F1(end) - F2(start)` or `F2(end) - F1(start)`, and the largest of these less `distance` is
 * `excess`. Null if either group is empty.
 */
export function ksDistanceBinned(bins: ScoreBins): BinnedKs | null {
  const shares = shareBins(bins)
  if (shares === null) return null
  let [below1, below2, distance, reach] = [0, 0, 0, 0]
  for (const [share1, share2] of shares) {
    reach = Math.max(reach, below1 + share1 - below2, below2 + share2 - below1)
    below1 += share1
    below2 += share2
    distance = Math.max(distance, Math.abs(below1 - below2))
  }
  return { distance, excess: Math.max(0, Math.min(1, reach) - distance) }
}

/**
 * Asymptotic p of a two-sample distance D, `Q(λ) = 2·Σ (-1)^(j-1)·exp(-2j²λ²)`, `λ = D·√(n1·n2/(n1+n2))`; for small λ
 * the theta form of the same function. Rows taken as independent: with rows clustered in sites it is far too small.
 * Null if either n = 0.
 *
 * A. Kolmogorov, G. Ist. Ital. Attuari 4 (1933). No correction for small samples.
 */
export function kolmogorovP(distance: number, n1: number, n2: number): number | null {
  expectCount(n1, 'n1')
  expectCount(n2, 'n2')
  if (!(distance >= 0 && distance <= 1)) throw new RangeError(`Expected 0..1 for distance, got ${distance}`)
  if (n1 === 0 || n2 === 0) return null
  const lambda = distance * Math.sqrt((n1 / (n1 + n2)) * n2)
  if (lambda === 0) return 1
  // Either series is exact to double precision after four terms on its side of 1.
  const terms = [1, 2, 3, 4, 5]
  if (lambda < 1) {
    const odd = terms.map((j) => Math.exp(-(((2 * j - 1) * Math.PI) ** 2) / (8 * lambda * lambda)))
    return 1 - (Math.sqrt(2 * Math.PI) / lambda) * odd.reduce((sum, term) => sum + term, 0)
  }
  return 2 * terms.reduce((sum, j) => sum + (j % 2 === 1 ? 1 : -1) * Math.exp(-2 * (j * lambda) ** 2), 0)
}
