import type { ClusterCounts } from './cluster-counts.js'
import type { PairedTrials } from './trials.js'

/**
 * Rows by cluster and stratum, only where there are any: those of stratum s stand at `starts[s]` to before
 * `starts[s + 1]`, `k` of `n` rows each, every cluster at most once in a stratum.
 */
export interface ClusterCells {
  readonly clusters: number
  readonly starts: Uint32Array
  readonly cluster: Uint16Array
  readonly k: Uint32Array
  readonly n: Uint32Array
}

/** Sums over strata. */
export function countsOfCells({ clusters, cluster, k, n }: ClusterCells): ClusterCounts {
  const counts = { k: new Float64Array(clusters), n: new Float64Array(clusters) }
  for (let at = 0; at < n.length; at++) {
    const d = cluster[at] ?? 0
    counts.k[d] = (counts.k[d] ?? 0) + (k[at] ?? 0)
    counts.n[d] = (counts.n[d] ?? 0) + (n[at] ?? 0)
  }
  return counts
}

/** Sums over clusters, by stratum. */
export function strataOfCells({ starts, k, n }: ClusterCells): ClusterCounts {
  const strata = starts.length - 1
  const counts = { k: new Float64Array(strata), n: new Float64Array(strata) }
  for (let stratum = 0; stratum < strata; stratum++) {
    for (let at = starts[stratum] ?? 0; at < (starts[stratum + 1] ?? 0); at++) {
      counts.k[stratum] = (counts.k[stratum] ?? 0) + (k[at] ?? 0)
      counts.n[stratum] = (counts.n[stratum] ?? 0) + (n[at] ?? 0)
    }
  }
  return counts
}

/** Both groups of each stratum. */
export function pairStrata(first: ClusterCounts, second: ClusterCounts): readonly PairedTrials[] {
  return Array.from(first.n, (n, stratum) => ({
    first: { k: first.k[stratum] ?? 0, n },
    second: { k: second.k[stratum] ?? 0, n: second.n[stratum] ?? 0 },
  }))
}
