import { expectTrials, type Trials } from './trials.js'

/** `k[d]` of `n[d]` rows of cluster d; clusters without a row hold 0 of 0. For as many ratios as objects are too slow for. */
export interface ClusterCounts {
  readonly k: Float64Array
  readonly n: Float64Array
}

/** Over all clusters. */
export function sumCounts({ k, n }: ClusterCounts): Trials {
  let [passed, rows] = [0, 0]
  for (let d = 0; d < n.length; d++) {
    passed += k[d] ?? 0
    rows += n[d] ?? 0
  }
  return { k: passed, n: rows }
}

/**
 * Rows of `all` that are not of the group, by cluster.
 * @throws RangeError where the group has more of a cluster than all, or clusters differ in number.
 */
export function restOfCounts(group: ClusterCounts, all: ClusterCounts): ClusterCounts {
  const clusters = all.n.length
  if (group.n.length !== clusters)
    throw new RangeError(`Expected ${clusters} clusters for group, got ${group.n.length}`)
  const rest = { k: new Float64Array(clusters), n: new Float64Array(clusters) }
  for (let d = 0; d < clusters; d++) {
    const left = (all.n[d] ?? 0) - (group.n[d] ?? 0)
    const passed = (all.k[d] ?? 0) - (group.k[d] ?? 0)
    if (left < 0 || passed < 0 || passed > left) expectTrials({ k: passed, n: left }, `all less group [${d}]`)
    rest.n[d] = left
    rest.k[d] = passed
  }
  return rest
}

/** Clusters that hold a row. */
export function heldClusters({ n }: ClusterCounts): number {
  let clusters = 0
  for (const rows of n) if (rows > 0) clusters += 1
  return clusters
}
