import type { ComparedGroup } from './compared-groups.js'
import { inLanguages, readEntries, streamEntries } from './entries.js'
import { candidatesOf, type GroupsRun, type MeasuredGroup, measureGroup } from './measure-group.js'
import { isTold, SMALL_CELL } from './minimum.js'
import { openScope, type Scope } from './scope.js'

/**
 * Groups of lexicons of which ten rows were kept or ten were not, from tables `mentions` and `fated`. Those compared within the same texts
 * come one after the other, as a scope takes the most memory.
 *
 * @param languages as they are numbered in `fated`.
 */
export async function measureMentions(
  run: GroupsRun,
  groups: readonly ComparedGroup[],
  languages: readonly string[],
): Promise<readonly MeasuredGroup[]> {
  if (groups.length === 0) return []
  const { duck, fates, phases } = run
  const all = await readEntries(duck, 'SELECT 0, stratum, cluster, lang, fate FROM fated')
  const scopeOf = ({ languages }: ComparedGroup): string => (languages ?? []).join(' ')
  const byScope = [...groups.keys()].sort((a, b) => compare(groups, a, b, scopeOf))
  const order = byScope.map((group, at) => `(${groups[group]?.number}, ${at})`)
  const mentions = streamEntries(
    duck,
    `SELECT place, stratum, cluster, 0, fate FROM mentions JOIN (VALUES ${order.join(', ')}) AS places(grp, place)
      USING (grp) JOIN fated USING (row)`,
  )
  const measured = new Map<number, MeasuredGroup>()
  let [scope, within]: [Scope | null, string] = [null, '']
  for await (const { group: place, entries } of mentions) {
    const at = byScope[place] ?? 0
    const group = groups[at]
    if (group === undefined || candidatesOf(entries) < SMALL_CELL) continue
    if (scope === null || within !== scopeOf(group)) {
      within = scopeOf(group)
      scope = openScope(inLanguages(all, filterOf(group, languages)), fates, phases.length)
    }
    const found = measureGroup(run, group, entries, scope)
    if (isTold({ k: found.group.kept, n: found.group.candidates })) measured.set(at, found)
  }
  return groups.flatMap((_, at) => measured.get(at) ?? [])
}

function compare(
  groups: readonly ComparedGroup[],
  a: number,
  b: number,
  scopeOf: (group: ComparedGroup) => string,
): number {
  const [one, two] = [groups[a], groups[b]].map((group) => (group === undefined ? '' : scopeOf(group)))
  return one === two ? a - b : (one ?? '') < (two ?? '') ? -1 : 1
}

function filterOf({ languages }: ComparedGroup, all: readonly string[]): Uint8Array {
  return Uint8Array.from(['', ...all], (language) => Number(languages?.includes(language) ?? true))
}
