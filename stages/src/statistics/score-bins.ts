import { expectCount } from './trials.js'

/** Counts of two groups in the same bins, ascending; values within a bin are anywhere in it. */
export interface ScoreBins {
  readonly first: readonly number[]
  readonly second: readonly number[]
}

/** Shares of the two groups per bin; null if either is empty. @throws RangeError for a count < 0 or unequal lengths. */
export function shareBins({ first, second }: ScoreBins): readonly (readonly [number, number])[] | null {
  if (first.length !== second.length)
    throw new RangeError(`Expected ${first.length} bins for second, got ${second.length}`)
  const [n1, n2] = [sum(first, 'first'), sum(second, 'second')]
  if (n1 === 0 || n2 === 0) return null
  return first.map((count, bin) => [count / n1, (second[bin] ?? 0) / n2])
}

function sum(counts: readonly number[], name: string): number {
  let all = 0
  counts.forEach((count, bin) => {
    expectCount(count, `${name}[${bin}]`)
    all += count
  })
  return all
}
