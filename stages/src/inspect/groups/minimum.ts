import { type ClusterCounts, heldClusters, sumCounts } from '../../statistics/cluster-counts.js'
import type { Trials } from '../../statistics/trials.js'

/** Field note inspect §2.0 rule 1: rows of a group at a step, and how many of them are expected to be cut, and not to be. */
export const MINIMUM = { rows: 50, expected: 10 } as const

/** Field note inspect §4.3: cells under 10 are dropped. */
export const SMALL_CELL = 10

/**
 * True: a count of rows may be told of a group. At least one of its two parts has ten rows: "none of 4,000 was cut" is what
 * a reader came for and points at nobody, while of 15 rows, 7 of them cut, nothing is said.
 */
export function isTold({ k, n }: Trials): boolean {
  return Math.max(k, n - k) >= SMALL_CELL
}

/**
 * Domains that rows of a group must come from. With one, the spread between domains would seem to be 0, and whatever that
 * site does would be told of the group; the field note asks 5 of words.
 */
export const MINIMUM_CLUSTERS = 5

/**
 * True: the group may be compared with the `rest`. Expected are the rows that the rate of both together would give. The
 * rest must have the minimum of rows and domains too: a language of nearly all rows has nothing to be compared with.
 */
export function isEnough(group: ClusterCounts, rest: ClusterCounts): boolean {
  const [one, two] = [sumCounts(group), sumCounts(rest)]
  if (Math.min(one.n, two.n) < MINIMUM.rows) return false
  const expected = (one.n * (one.k + two.k)) / (one.n + two.n)
  if (Math.min(expected, one.n - expected) < MINIMUM.expected) return false
  return Math.min(heldClusters(group), heldClusters(rest)) >= MINIMUM_CLUSTERS
}
