import type { GroupsSection } from '@warc2dataset/schemas'
import { ALPHA } from '../../statistics/interval.js'
import type { Inspected } from '../pair-table.js'
import { chooseAxisGroups } from './choose-groups.js'
import { groupsOfLexicons } from './compared-groups.js'
import { loadFates } from './fates.js'
import { flagExclusions, INDIFFERENCE_ZONE } from './flag-exclusions.js'
import type { MatchedGroup } from './match-groups.js'
import type { GroupsRun, References } from './measure-group.js'
import { measureMentions } from './measure-mentions.js'
import { measureValues } from './measure-values.js'
import { MINIMUM } from './minimum.js'
import { measureOccupations } from './occupations.js'
import { roundExclusion, roundGroup, roundOccupation } from './round-figures.js'

export interface MeasureGroupsOptions {
  readonly reference?: References
}

/**
 * Who was cut by which step: groups of lexicons (`matched`, numbered as in table `mentions`), of languages, scripts and
 * top-level domains. Field note inspect §2, M4–M9 and M2 of occupations. Rates, ratios and p have six significant digits.
 *
 * - Rates and ratios are of exclusion: k rows cut of n that the step saw. Main figures read `saw` and `cut`, where a shadow
 *   row leaves at its first filter; shadow figures read `saw_all` and `cut_all` of rows in the shadow sample.
 * - A group of a lexicon is compared with the other texts in the lexicon's language, or, where lexicons share the set, in
 *   all languages of such sets of the axis; gender always within one. Its amplification is the share among those texts.
 *   Other groups are compared with all.
 * - Small cells: of a group, and of its rest, a count is told only where ten rows or more were cut, or ten or more were
 *   not. So neither n nor k is told of 18 rows at a step, 9 of them cut; k = 0 of 4,000 is told, being the finding itself.
 *   Groups without ten candidates kept, or ten cut, are left out. `by_phase` begins at 50 candidates, so that each count
 *   under ten in it has ten rows or more beside it.
 * - Groups with under 50 candidates have one row, `all`, without a ratio. A ratio needs 50 rows and 5 domains on both sides,
 *   and of the group 10 rows expected to be cut and 10 not to be. Where a step other than `all` has no ratio, the row is
 *   left out, and counted in `too_few` of its family.
 * - Where a toy model judged, groups of people are left out altogether, and `withheld` says so.
 *
 * Creates and drops temporary tables. Memory: with the occupied cells of cluster × stratum × fate.
 *
 * @throws RangeError if a row of `mentions` belongs to a text in another language than its group.
 */
export async function measureGroups(
  inspected: Inspected,
  matched: readonly MatchedGroup[],
  { reference = new Map() }: MeasureGroupsOptions = {},
): Promise<GroupsSection> {
  const { duck, subject, phases } = inspected
  const lexiconGroups = groupsOfLexicons(matched).filter(({ people }) => !(people && subject.toy))
  const axisGroups = await chooseAxisGroups(duck)
  const languages = [...new Set(lexiconGroups.flatMap((group) => group.languages ?? []))].sort()
  const fates = await loadFates(inspected, languages, axisGroups)
  const run: GroupsRun = { duck, phases, fates, reference }
  const measured = [
    ...(await measureMentions(run, lexiconGroups, languages)),
    ...(await measureValues(run, axisGroups)),
  ]
  const number = (language: string): number => languages.indexOf(language) + 1
  const occupations = subject.toy
    ? null
    : await measureOccupations(duck, lexiconGroups, number, fates.clusters)
  await duck.run('DROP TABLE fated')
  const axes = new Map(measured.map(({ group: { id, axis } }) => [id, axis]))
  const { exclusions, families } = flagExclusions(
    measured.flatMap((one) => one.exclusions),
    axes,
  )
  return {
    withheld: subject.toy ? withheldBecause(matched) : null,
    minimum: { ...MINIMUM },
    zone: [...INDIFFERENCE_ZONE],
    alpha: ALPHA,
    families,
    domains: inspected.domains,
    clusters: inspected.clusters,
    groups: measured.map(({ group }) => roundGroup(group)),
    exclusions: exclusions.map(roundExclusion),
    occupations: occupations === null || occupations.length === 0 ? null : occupations.map(roundOccupation),
  }
}

function withheldBecause(matched: readonly MatchedGroup[]): string {
  const people = groupsOfLexicons(matched).filter((group) => group.people)
  const axes = [...new Set(people.map(({ axis }) => axis))].sort()
  const named = axes.length === 0 ? '' : ` (${axes.join(', ')})`
  return `A toy model had a say in who was kept, so nothing is told about groups of people${named}: neither rates nor counts.`
}
