import { LENGTHS, SITE_KINDS } from '../pair-table.js'
import type { AxisGroup } from './choose-groups.js'
import { groupsOfAxes } from './compared-groups.js'
import { readEntries, streamEntries } from './entries.js'
import { type GroupsRun, type MeasuredGroup, measureGroup } from './measure-group.js'
import { openScope } from './scope.js'

/** Strata of languages and scripts: length × kind of site, as those lie lowest in the number (see `stratumParts`). */
const WITHOUT_LANGUAGE = `stratum % ${LENGTHS * SITE_KINDS.length}`

/** Groups of languages, scripts and top-level domains, numbered as in table `fated`, against all rows. */
export async function measureValues(
  run: GroupsRun,
  values: readonly AxisGroup[],
): Promise<readonly MeasuredGroup[]> {
  const { duck, fates, phases } = run
  const groups = groupsOfAxes(values)
  const measured: MeasuredGroup[] = []
  for (const [found, stratum] of [
    ['value_without_language', WITHOUT_LANGUAGE],
    ['value', 'stratum'],
  ] as const) {
    const axes = new Set(groups.flatMap((group) => (group.found === found ? group.axis : [])))
    if (axes.size === 0) continue
    const all = await readEntries(duck, `SELECT 0, ${stratum}, cluster, 0, fate FROM fated`)
    const scope = openScope(all, fates, phases.length)
    for (const axis of axes) {
      const rows = streamEntries(
        duck,
        `SELECT ${axis}_group, ${stratum}, cluster, 0, fate FROM fated WHERE ${axis}_group IS NOT NULL`,
      )
      for await (const { group: number, entries } of rows) {
        const group = groups[number]
        if (group !== undefined) measured.push(measureGroup(run, group, entries, scope))
      }
    }
  }
  return measured
}
