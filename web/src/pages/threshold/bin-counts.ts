import type { Bins, ThresholdSection } from '@warc2dataset/schemas'

/** Where the bins of a section lie. */
export type BinScale = Pick<ThresholdSection, 'origin' | 'width'>

/** Rows in the bins from `bin` up. Exact: bins are never split. */
export function countFrom(bins: Bins, bin: number): number {
  let rows = 0
  for (let i = Math.max(0, bin - bins.first); i < bins.counts.length; i++) rows += bins.counts[i] ?? 0
  return rows
}

/** Rows in the bins of [from, to). */
export function countBetween(bins: Bins, from: number, to: number): number {
  return countFrom(bins, Math.min(from, to)) - countFrom(bins, Math.max(from, to))
}

/** Rows of one bin. */
export function countAt(bins: Bins, bin: number): number {
  return bins.counts[bin - bins.first] ?? 0
}

/**
 * Lower edge of a bin, origin + bin · width, without the noise of binary fractions: rounded to a millionth of the
 * width, below which no edge differs from another.
 */
export function edgeOf(scale: BinScale, bin: number): number {
  const digits = Math.min(15, Math.max(0, 6 - Math.floor(Math.log10(scale.width))))
  return Number((scale.origin + bin * scale.width).toFixed(digits))
}

/** The bin that holds a score; a score within a millionth of a bin below an edge counts as on it. */
export function binOf(scale: BinScale, score: number): number {
  return Math.floor((score - scale.origin) / scale.width + 1e-6)
}

/** The bin whose lower edge is nearest. */
export function nearestEdge(scale: BinScale, score: number): number {
  return Math.round((score - scale.origin) / scale.width)
}
