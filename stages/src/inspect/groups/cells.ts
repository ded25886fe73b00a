import type { ClusterCells } from '../../statistics/cluster-cells.js'
import type { ClusterCounts } from '../../statistics/cluster-counts.js'
import type { Entries } from './entries.js'
import type { Fates, Tally } from './fates.js'

/** Cells of the rows that a step saw (`n`) and cut (`k`). One pass, since entries are in the order of cells. */
export function countCells(
  { length, stratum, cluster, fate, n }: Entries,
  { seen, cut }: Tally,
  { clusters, strata }: Pick<Fates, 'clusters' | 'strata'>,
): ClusterCells {
  const cells = {
    cluster: new Uint16Array(length),
    k: new Uint32Array(length),
    n: new Uint32Array(length),
  }
  const starts = new Uint32Array(strata + 1)
  let [count, last, lastStratum] = [0, -1, 0]
  for (let at = 0; at < length; at++) {
    const of = fate[at] ?? 0
    if (seen[of] !== 1) continue
    const [s, d, rows] = [stratum[at] ?? 0, cluster[at] ?? 0, n[at] ?? 0]
    if (s * clusters + d !== last) {
      last = s * clusters + d
      while (lastStratum < s) starts[++lastStratum] = count
      cells.cluster[count++] = d
    }
    const cell = count - 1
    cells.n[cell] = (cells.n[cell] ?? 0) + rows
    if (cut[of] === 1) cells.k[cell] = (cells.k[cell] ?? 0) + rows
  }
  while (lastStratum < strata) starts[++lastStratum] = count
  return {
    clusters,
    starts,
    cluster: cells.cluster.slice(0, count),
    k: cells.k.slice(0, count),
    n: cells.n.slice(0, count),
  }
}

/** The same by cluster only. */
export function countClusters(
  { length, cluster, fate, n }: Entries,
  { seen, cut }: Tally,
  clusters: number,
): ClusterCounts {
  const counts = { k: new Float64Array(clusters), n: new Float64Array(clusters) }
  for (let at = 0; at < length; at++) {
    const of = fate[at] ?? 0
    if (seen[of] !== 1) continue
    const [d, rows] = [cluster[at] ?? 0, n[at] ?? 0]
    counts.n[d] = (counts.n[d] ?? 0) + rows
    if (cut[of] === 1) counts.k[d] = (counts.k[d] ?? 0) + rows
  }
  return counts
}

/** Rows that entered each phase, and behind them those kept. */
export function countPhases(
  { length, fate, n }: Entries,
  leftPhase: Uint8Array,
  phases: number,
): readonly number[] {
  const left = new Float64Array(phases + 1)
  for (let at = 0; at < length; at++) {
    const phase = leftPhase[fate[at] ?? 0] ?? phases
    left[phase] = (left[phase] ?? 0) + (n[at] ?? 0)
  }
  const entered: number[] = []
  let sum = 0
  for (let phase = phases; phase >= 0; phase--) {
    sum += left[phase] ?? 0
    entered.unshift(sum)
  }
  return entered
}
