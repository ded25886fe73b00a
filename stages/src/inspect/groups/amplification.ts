import type { Group } from '@warc2dataset/schemas'
import { type ClusterCounts, heldClusters, sumCounts } from '../../statistics/cluster-counts.js'
import { countedRateRatio } from '../../statistics/counted-rate-ratio.js'
import { decomposeExclusion } from '../../statistics/exclusion-decomposition.js'
import type { Trials } from '../../statistics/trials.js'
import { describeRatio } from './measure-exclusion.js'
import { MINIMUM, MINIMUM_CLUSTERS } from './minimum.js'

/**
 * M8: share of the group among the kept over its share among the candidates, of the rows that it is compared within; null
 * below the minimum of rows and domains, and where nothing was kept. Without a correction, as the phases must multiply to it.
 *
 * @param cut by cluster, rows cut of candidates.
 */
export function amplificationOf(cut: ClusterCounts, allCut: ClusterCounts): Group['amplification'] {
  const [kept, allKept] = [notCut(cut), notCut(allCut)]
  const told = sumCounts(kept).n >= MINIMUM.rows && heldClusters(kept) >= MINIMUM_CLUSTERS
  return told ? describeRatio(countedRateRatio(kept, allKept, 0)) : null
}

function notCut({ k, n }: ClusterCounts): ClusterCounts {
  return { k: n.map((rows, d) => rows - (k[d] ?? 0)), n }
}

/**
 * M9, by phase. Empty below the minimum of rows, whose parts would be small.
 *
 * @param entered rows of the group that entered each phase, and behind them those kept; `all` likewise.
 */
export function amplificationByPhase(
  phases: readonly string[],
  entered: readonly number[],
  all: readonly number[],
): Group['by_phase'] {
  if ((entered[0] ?? 0) < MINIMUM.rows) return []
  const at = (phase: number): Trials => ({ k: entered[phase] ?? 0, n: all[phase] ?? 0 })
  const { stages } = decomposeExclusion(
    at(0),
    phases.map((_, phase) => at(phase + 1)),
  )
  return phases.map((phase, index) => ({
    phase,
    entered: entered[index] ?? 0,
    log: stages[index]?.logRatio ?? null,
  }))
}
