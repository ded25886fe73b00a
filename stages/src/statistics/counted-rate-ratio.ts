import { type ClusterCounts, sumCounts } from './cluster-counts.js'
import { type ClusterRatio, describeRatio } from './cluster-rate-ratio.js'

/**
 * `clusterRateRatio` from columns.
 *
 * @param second in as many clusters; the rest, or all rows, those of `first` among them.
 * @param added as there: to each count of the point estimate only, >= 0.
 */
export function countedRateRatio(
  first: ClusterCounts,
  second: ClusterCounts,
  added = 0.5,
): ClusterRatio | null {
  const [one, two] = [sumCounts(first), sumCounts(second)]
  if (one.k === 0 || two.k === 0) return null
  const [p1, p2] = [one.k / one.n, two.k / two.n]
  const influences = new Float64Array(first.n.length)
  let clusters = 0
  for (let d = 0; d < first.n.length; d++) {
    const [n1, n2] = [first.n[d] ?? 0, second.n[d] ?? 0]
    if (n1 === 0 && n2 === 0) continue
    influences[clusters++] = ((first.k[d] ?? 0) - p1 * n1) / one.k - ((second.k[d] ?? 0) - p2 * n2) / two.k
  }
  const ratio = (one.k + added) / (one.n + added) / ((two.k + added) / (two.n + added))
  return describeRatio(ratio, influences.subarray(0, clusters))
}
