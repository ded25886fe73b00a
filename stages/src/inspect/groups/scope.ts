import { type ClusterCells, countsOfCells, strataOfCells } from '../../statistics/cluster-cells.js'
import type { ClusterCounts } from '../../statistics/cluster-counts.js'
import { countCells, countClusters, countPhases } from './cells.js'
import type { Entries } from './entries.js'
import type { Fates } from './fates.js'

/** All rows that a step saw, of which the group is a part. */
export interface ScopeStep {
  readonly cells: ClusterCells
  readonly byCluster: ClusterCounts
  readonly byStratum: ClusterCounts
  readonly shadow: ClusterCounts
}

/** The rows that a group is compared within: all, or those in the languages of its lexicons. */
export interface Scope {
  /** In the order of `Fates.outcomes`. */
  readonly steps: readonly ScopeStep[]
  /** Candidates that entered each phase, and behind them those kept. */
  readonly entered: readonly number[]
}

export function openScope(all: Entries, { outcomes, leftPhase, ...size }: Fates, phases: number): Scope {
  return {
    steps: outcomes.map(({ main, shadow }) => {
      const cells = countCells(all, main, size)
      return {
        cells,
        byCluster: countsOfCells(cells),
        byStratum: strataOfCells(cells),
        shadow: countClusters(all, shadow, size.clusters),
      }
    }),
    entered: countPhases(all, leftPhase, phases),
  }
}
