import { expectCount } from './trials.js'

/** Rows per domain, TLD or language, each >= 0, in any order. */
export type Counts = ArrayLike<number>

/**
 * Gini coefficient `2·Σ i·x_(i) / (n·Σx) - (n+1)/n`, 0 (all equal) .. (n-1)/n (one has all). Members with count 0 count
 * in n. Null if there are none or all are 0.
 *
 * C. Gini (1912), in the form of A. Sen, On Economic Inequality (1973); field note inspect M18. Depends on n: rarefy to
 * equal n before comparing two datasets.
 */
export function gini(counts: Counts): number | null {
  const sorted = Float64Array.from(counts).sort()
  const all = total(sorted)
  if (all === 0) return null
  const n = sorted.length
  let weighted = 0
  sorted.forEach((count, at) => {
    weighted += (at + 1) * (count / all)
  })
  return Math.max(0, (2 * weighted) / n - (n + 1) / n)
}

/** Gini · n/(n-1), 0..1 whatever n (G. Deltas, Rev. Econ. Statist. 85, 2003). Null as `gini`, and at n = 1. */
export function giniCorrected(counts: Counts): number | null {
  const plain = gini(counts)
  return plain === null || counts.length < 2 ? null : (plain * counts.length) / (counts.length - 1)
}

/** Herfindahl–Hirschman index `Σ s²` of the shares, 1/n..1. Null if the sum is 0. */
export function hhi(counts: Counts): number | null {
  return sumOverShares(counts, (share) => share * share)
}

/** Shannon entropy `-Σ s·ln s` of the shares in nats, 0..ln n. Null if the sum is 0. */
export function entropy(counts: Counts): number | null {
  return sumOverShares(counts, (share) => (share === 0 ? 0 : -share * Math.log(share)))
}

/** `exp(entropy)`, 1..n: as many equal members have this entropy (M. O. Hill, Ecology 54, 1973). Null if the sum is 0. */
export function effectiveNumber(counts: Counts): number | null {
  const nats = entropy(counts)
  return nats === null ? null : Math.exp(nats)
}

/** Share of the `top` largest members, 0..1; 1 if there are no more than that. Null if the sum is 0. */
export function topShare(counts: Counts, top: number): number | null {
  if (!Number.isSafeInteger(top) || top < 1)
    throw new RangeError(`Expected an integer >= 1 for top, got ${top}`)
  const sorted = Float64Array.from(counts).sort()
  const all = total(sorted)
  return all === 0 ? null : Math.min(1, total(sorted.subarray(-top)) / all)
}

function sumOverShares(counts: Counts, term: (share: number) => number): number | null {
  const values = Float64Array.from(counts)
  const all = total(values)
  return all === 0 ? null : values.reduce((sum, count) => sum + term(count / all), 0)
}

/** @throws RangeError for a count < 0 or not finite. */
function total(counts: Float64Array): number {
  let sum = 0
  counts.forEach((count, at) => {
    expectCount(count, `counts[${at}]`)
    sum += count
  })
  return sum
}
