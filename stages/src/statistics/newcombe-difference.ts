import { type Interval, Z95 } from './interval.js'
import type { Trials } from './trials.js'
import { wilson } from './wilson.js'

export interface Difference extends Interval {
  /** p1 - p2, -1..1. */
  readonly difference: number
}

/**
 * Difference of two independent proportions with Newcombe's hybrid score interval: with (l_i, u_i) the Wilson limits,
 * `low = d - √((p1-l1)² + (u2-p2)²)`, `high = d + √((u1-p1)² + (p2-l2)²)`.
 *
 * Method 10 of R. G. Newcombe, Statist. Med. 17 (1998) 873. Within -1..1. Null if either n = 0.
 *
 * @throws RangeError unless 0 <= k <= n in both.
 */
export function newcombeDifference(first: Trials, second: Trials, z = Z95): Difference | null {
  const [one, two] = [wilson(first.k, first.n, z), wilson(second.k, second.n, z)]
  if (one === null || two === null) return null
  return differenceOfIntervals(first.k / first.n, one, second.k / second.n, two)
}

/**
 * Newcombe's difference from any intervals of two proportions, such as `clusterWilson` gives. Takes both for independent:
 * where clusters hold rows of both, whose rates go together, it is too wide. G. Y. Zou and A. Donner, Statist. Med. 27
 * (2008) 1693.
 */
export function differenceOfIntervals(p1: number, one: Interval, p2: number, two: Interval): Difference {
  const difference = p1 - p2
  return {
    difference,
    low: difference - Math.hypot(p1 - one.low, two.high - p2),
    high: difference + Math.hypot(one.high - p1, p2 - two.low),
  }
}
