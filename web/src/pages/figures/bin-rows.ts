import type { Bins } from '@warc2dataset/schemas'

/** One bar of a histogram of two counts: [low, high). */
export interface BinRow {
  readonly low: number
  readonly high: number
  readonly all: number
  readonly kept: number
}

/** Both counts bin by bin from the first bin to the last that holds a row; empty ones between are there, too. */
export function binRows(all: Bins, kept: Bins, edge: (bin: number) => number): readonly BinRow[] {
  const filled = [...filledBins(all), ...filledBins(kept)]
  if (filled.length === 0) return []
  const first = filled.reduce((low, bin) => Math.min(low, bin))
  const last = filled.reduce((high, bin) => Math.max(high, bin))
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const bin = first + index
    return { low: edge(bin), high: edge(bin + 1), all: countOf(all, bin), kept: countOf(kept, bin) }
  })
}

/** Edges of bins of `width` that start at 0, free of the dust of floating point: 0.3 rather than 0.30000000000000004. */
export function evenEdges(width: number): (bin: number) => number {
  return (bin) => Number((bin * width).toPrecision(12))
}

function filledBins(bins: Bins): readonly number[] {
  return bins.counts.flatMap((count, index) => (count > 0 ? [bins.first + index] : []))
}

function countOf(bins: Bins, bin: number): number {
  return bins.counts[bin - bins.first] ?? 0
}
