/**
 * Width of bins for numbers from `low` to `high`: 1, 2 or 5 times a power of ten, so that bins have round edges; the
 * least that needs at most `bins` + 1 of them when edges are its multiples. Of one number a `bins`-th of it; never so
 * narrow that bin numbers leave ±10^9.
 *
 * @throws RangeError unless both are finite and low <= high.
 */
export function roundWidth(low: number, high: number, bins: number): number {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high))
    throw new RangeError(`Expected finite low <= high for the range of bins, got ${low}..${high}`)
  const magnitude = Math.max(Math.abs(low), Math.abs(high))
  // Divided first: high - low may overflow.
  const width = low === high ? magnitude / bins : Math.max(high / bins - low / bins, magnitude / 1e9)
  if (width === 0) return 1
  const exponent = Math.floor(Math.log10(width))
  for (const step of [1, 2, 5, 10]) {
    // As text, so that it is the double nearest to the decimal.
    const round = Number(`${step}e${exponent}`)
    if (round >= width * (1 - 1e-12) && round > 0) return round
  }
  return Number(`1e${exponent + 1}`)
}

/** SQL: number of the bin that `value` is in; a value within 1e-9 of a bin below an edge counts as on it. */
export function binNumber(value: string, width: number): string {
  return `CAST(floor(${value} / CAST('${width}' AS DOUBLE) + 1e-9) AS INTEGER)`
}

/** Counts by bin number as `Bins`: none between the first and the last is left out. */
export function fillBins(counts: ReadonlyMap<number, number>): {
  readonly first: number
  readonly counts: readonly number[]
} {
  const numbers = [...counts.keys()]
  if (numbers.length === 0) return { first: 0, counts: [] }
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  return { first, counts: Array.from({ length: last - first + 1 }, (_, at) => counts.get(first + at) ?? 0) }
}
