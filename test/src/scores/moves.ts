/** How far numbers move under a change; all 0 or more. */
export interface Moves {
  readonly largest: number
  readonly mean: number
  /** 99 of 100 move by no more. */
  readonly p99: number
}

/** @throws RangeError for none. */
export function movesOf(values: readonly number[]): Moves {
  const sorted = values.toSorted((a, b) => a - b)
  const [p99, last] = [sorted[Math.ceil(values.length * 0.99) - 1], sorted.at(-1)]
  if (p99 === undefined || last === undefined) throw new RangeError('Expected a value or more, got none')
  return { largest: last, mean: meanOf(values), p99 }
}

/** Of values that are too many to keep: `counts[n]` of them move by n. */
export function movesOfCounts(counts: readonly number[]): Moves {
  const all = counts.reduce((sum, count) => sum + count, 0)
  let seen = 0
  const p99 = counts.findIndex((count) => {
    seen += count
    return seen >= all * 0.99
  })
  const mean = counts.reduce((sum, count, by) => sum + count * by, 0) / all
  return { largest: counts.findLastIndex((count) => count > 0), mean, p99 }
}

/** Pairs that are on another side of the median of `before` after the change; on it counts as above. */
export function flipsAtMedian(before: readonly number[], after: readonly number[]): number {
  const sorted = before.toSorted((a, b) => a - b)
  const middle = [sorted[Math.floor((before.length - 1) / 2)], sorted[Math.floor(before.length / 2)]]
  const median = middle.reduce<number>((sum, each) => sum + (each ?? Number.NaN), 0) / 2
  return before.filter((each, i) => each >= median !== (after[i] ?? Number.NaN) >= median).length
}

export function deviation(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map((each) => (each - mean) ** 2)))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length
}
