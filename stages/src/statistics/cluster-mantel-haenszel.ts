import { type ClusterRatio, describeRatio } from './cluster-rate-ratio.js'
import { addPairs, expectPairs, holdsRows } from './paired-totals.js'
import type { PairedTrials } from './trials.js'

/** Rows of one cluster in one stratum. */
export interface StratumRows extends PairedTrials {
  readonly cluster: string
  readonly stratum: string
}

/** How R and S change with the totals of a stratum. */
interface Gradient {
  /** With k1 and with k2: `n2/N`, `n1/N`. */
  readonly r: number
  readonly s: number
  /** Of R with n1, n2, and of S with n1, n2. */
  readonly rFirst: number
  readonly rSecond: number
  readonly sFirst: number
  readonly sSecond: number
}

/**
 * Mantel–Haenszel ratio over strata whose rows lie in clusters (registered domains); a cluster may span strata and
 * groups. The estimate R/S is that of `mantelHaenszel`; its variance is the delta method over clusters. R and S are
 * functions of the four totals of each stratum (k1, n1, k2, n2, N = n1+n2), so with cluster d, whose rows in stratum s
 * are k1_ds, n1_ds, k2_ds, n2_ds, ln RR changes by
 * ```
 * z_d = Σ_s [ (n2·k1_ds - (k1·n2/N)·n1_ds + (k1·n1/N)·n2_ds) / (N·R)
 *           - (n1·k2_ds + (k2·n2/N)·n1_ds - (k2·n1/N)·n2_ds) / (N·S) ]
 * Var(ln RR) = D/(D-1) · Σ_d z_d²
 * ```
 * Interval and p as of `clusterRateRatio`, which this is with one stratum (`added` 0). Strata are fixed, clusters are drawn; so the number of
 * clusters must be large, the number of strata need not be small against it, but each should have several clusters.
 * Only clusters with a row in a stratum of both groups count. Null where R or S is 0, or for fewer than two clusters.
 *
 * @throws RangeError unless 0 <= k <= n in each.
 */
export function clusterMantelHaenszel(rows: readonly StratumRows[]): ClusterRatio | null {
  expectPairs(rows, 'rows')
  const held = rows.filter(holdsRows)
  const totals = totalsByStratum(held)
  let [r, s] = [0, 0]
  for (const { first, second } of totals.values()) {
    r += (first.k * second.n) / (first.n + second.n)
    s += (second.k * first.n) / (first.n + second.n)
  }
  if (r === 0 || s === 0) return null
  const gradients = new Map([...totals].map(([stratum, total]) => [stratum, gradientOf(total)]))
  const influences = new Map<string, number>()
  for (const { cluster, stratum, first, second } of held) {
    const at = gradients.get(stratum)
    if (at === undefined) continue
    const onR = at.r * first.k + at.rFirst * first.n + at.rSecond * second.n
    const onS = at.s * second.k + at.sFirst * first.n + at.sSecond * second.n
    influences.set(cluster, (influences.get(cluster) ?? 0) + onR / r - onS / s)
  }
  return describeRatio(r / s, [...influences.values()])
}

/** Strata that hold rows of both groups. */
function totalsByStratum(rows: readonly StratumRows[]): ReadonlyMap<string, PairedTrials> {
  const totals = new Map<string, PairedTrials>()
  for (const row of rows) {
    const so = totals.get(row.stratum)
    totals.set(row.stratum, addPairs(so === undefined ? [row] : [so, row]))
  }
  return new Map([...totals].filter(([, { first, second }]) => first.n > 0 && second.n > 0))
}

function gradientOf({ first, second }: PairedTrials): Gradient {
  const all = first.n + second.n
  const [r, s] = [second.n / all, first.n / all]
  return {
    r,
    s,
    rFirst: (-first.k * r) / all,
    rSecond: (first.k * s) / all,
    sFirst: (second.k * r) / all,
    sSecond: (-second.k * s) / all,
  }
}
