import { type ClusterCounts, heldClusters, sumCounts } from '../../statistics/cluster-counts.js'

/** Field note inspect §2.0 rule 1: rows of a group at a step, and how many of them are expected to be cut, and not to be. */
export const MINIMUM = { rows: 50, expected: 10 } as const

/** Below this a count of a group at a step is not told (§4.3: cells under 10 are dropped). */
export const SMALL_CELL = 10

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
