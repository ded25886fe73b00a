import { type ClusterCells, strataOfCells } from './cluster-cells.js'
import { type ClusterCounts, restOfCounts } from './cluster-counts.js'
import { type ClusterRatio, describeRatio } from './cluster-rate-ratio.js'

/** By stratum: how ln RR changes with each row (n) and each row that passed (k), of the group and of the rest. */
interface Changes {
  readonly firstK: Float64Array
  readonly firstN: Float64Array
  readonly secondK: Float64Array
  readonly secondN: Float64Array
}

/**
 * `clusterMantelHaenszel` of a group against the rest of `all`, from columns. What the cells of `all` would give if all
 * were of the rest is summed first, and the few cells of the group then put right, so that no cell of the rest is
 * written down. Time with the cells of `all` in strata that hold rows of the group.
 *
 * @param group its rows are among `all`; same clusters and strata.
 * @throws RangeError where it has more rows of a stratum than all.
 */
export function countedMantelHaenszel(
  group: ClusterCells,
  all: ClusterCells,
  allByStratum: ClusterCounts = strataOfCells(all),
): ClusterRatio | null {
  const first = strataOfCells(group)
  const second = restOfCounts(first, allByStratum)
  const strata: number[] = []
  let [r, s] = [0, 0]
  for (let stratum = 0; stratum < first.n.length; stratum++) {
    const [n1, n2] = [first.n[stratum] ?? 0, second.n[stratum] ?? 0]
    if (n1 === 0 || n2 === 0) continue
    strata.push(stratum)
    r += ((first.k[stratum] ?? 0) * n2) / (n1 + n2)
    s += ((second.k[stratum] ?? 0) * n1) / (n1 + n2)
  }
  if (r === 0 || s === 0) return null
  const influences = influencesOf(group, all, strata, changesOf(first, second, strata, r, s))
  return describeRatio(r / s, influences)
}

function changesOf(
  first: ClusterCounts,
  second: ClusterCounts,
  strata: readonly number[],
  r: number,
  s: number,
): Changes {
  const column = (): Float64Array => new Float64Array(first.n.length)
  const changes = { firstK: column(), firstN: column(), secondK: column(), secondN: column() }
  for (const at of strata) {
    const [k1, n1] = [first.k[at] ?? 0, first.n[at] ?? 0]
    const [k2, n2] = [second.k[at] ?? 0, second.n[at] ?? 0]
    const rows = n1 + n2
    const [share1, share2] = [n1 / rows, n2 / rows]
    changes.firstK[at] = share2 / r
    changes.secondK[at] = -share1 / s
    changes.firstN[at] = (-k1 * share2) / rows / r - (k2 * share2) / rows / s
    changes.secondN[at] = (k1 * share1) / rows / r + (k2 * share1) / rows / s
  }
  return changes
}

function influencesOf(
  group: ClusterCells,
  all: ClusterCells,
  strata: readonly number[],
  { firstK, firstN, secondK, secondN }: Changes,
): Float64Array {
  const influences = new Float64Array(all.clusters)
  for (const stratum of strata) {
    const [withK, withN] = [secondK[stratum] ?? 0, secondN[stratum] ?? 0]
    addCells(all, stratum, withK, withN, influences)
    addCells(group, stratum, (firstK[stratum] ?? 0) - withK, (firstN[stratum] ?? 0) - withN, influences)
  }
  const held = heldIn(all, strata)
  let clusters = 0
  for (let d = 0; d < held.length; d++) {
    if (held[d] === 1) influences[clusters++] = influences[d] ?? 0
  }
  return influences.subarray(0, clusters)
}

function addCells(
  { starts, cluster, k, n }: ClusterCells,
  stratum: number,
  withK: number,
  withN: number,
  influences: Float64Array,
): void {
  const end = starts[stratum + 1] ?? 0
  for (let at = starts[stratum] ?? 0; at < end; at++) {
    const d = cluster[at] ?? 0
    influences[d] = (influences[d] ?? 0) + (withK * (k[at] ?? 0) + withN * (n[at] ?? 0))
  }
}

/** 1 for clusters with a row in these strata; the first few strata tell of most, so it stops once all are. */
function heldIn({ starts, cluster, clusters }: ClusterCells, strata: readonly number[]): Uint8Array {
  const held = new Uint8Array(clusters)
  let count = 0
  for (const stratum of strata) {
    if (count === clusters) break
    const end = starts[stratum + 1] ?? 0
    for (let at = starts[stratum] ?? 0; at < end; at++) {
      const d = cluster[at] ?? 0
      if (held[d] === 1) continue
      held[d] = 1
      count += 1
    }
  }
  return held
}
