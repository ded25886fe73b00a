import type { Group } from '@warc2dataset/schemas'
import { countsOfCells } from '../../statistics/cluster-cells.js'
import type { ClusterCounts } from '../../statistics/cluster-counts.js'
import type { Inspected } from '../pair-table.js'
import { amplificationByPhase, amplificationOf } from './amplification.js'
import { countCells, countClusters, countPhases } from './cells.js'
import type { ComparedGroup } from './compared-groups.js'
import type { Entries } from './entries.js'
import type { Fates, Tally } from './fates.js'
import type { Untested } from './flag-exclusions.js'
import { measureExclusion } from './measure-exclusion.js'
import { MINIMUM } from './minimum.js'
import type { Scope } from './scope.js'

/** A share that the reader supplied for a group, by its id, and where it is from. */
export type References = ReadonlyMap<string, NonNullable<Group['reference']>>

export interface MeasuredGroup {
  readonly group: Group
  readonly exclusions: readonly Untested[]
}

/** What all groups of an inspection have in common. */
export type GroupsRun = Pick<Inspected, 'duck' | 'phases'> & {
  readonly fates: Fates
  readonly reference: References
}

/** `scope`: the rows that it is compared within, its own among them. Below 50 candidates only what became of them in all. */
export function measureGroup(
  { fates, phases, reference }: GroupsRun,
  { id, axis, label, lang, people }: ComparedGroup,
  entries: Entries,
  scope: Scope,
): MeasuredGroup {
  const entered = countPhases(entries, fates.leftPhase, phases.length)
  const candidates = candidatesOf(entries)
  const exclusions: Untested[] = []
  let [amplification, kept]: [Group['amplification'], number] = [null, 0]
  for (const [at, { step, main, shadow }] of fates.outcomes.entries()) {
    const all = scope.steps[at]
    if (all === undefined) continue
    const cells = countCells(entries, main, fates)
    if (step === 'all') {
      amplification = amplificationOf(countsOfCells(cells), all.byCluster)
      kept = candidates - cells.k.reduce((sum, k) => sum + k, 0)
    } else if (candidates < MINIMUM.rows) break
    const measured = measureExclusion(cells, enoughShadow(entries, shadow, fates), all)
    exclusions.push({ group: id, step, ...measured })
  }
  return {
    group: {
      id,
      axis,
      label,
      lang,
      people,
      candidates,
      kept,
      amplification,
      by_phase: amplificationByPhase(phases, entered, scope.entered),
      reference: reference.get(id) ?? null,
    },
    exclusions,
  }
}

export function candidatesOf({ length, n }: Entries): number {
  let candidates = 0
  for (let at = 0; at < length; at++) candidates += n[at] ?? 0
  return candidates
}

/** Null below the minimum of rows: most groups have none, and columns of all clusters are large. */
function enoughShadow(entries: Entries, shadow: Tally, { clusters }: Fates): ClusterCounts | null {
  let rows = 0
  for (let at = 0; at < entries.length; at++)
    if (shadow.seen[entries.fate[at] ?? 0] === 1) rows += entries.n[at] ?? 0
  return rows < MINIMUM.rows ? null : countClusters(entries, shadow, clusters)
}
