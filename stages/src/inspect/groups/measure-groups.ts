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

export interface MeasureGroupsOptions {
  readonly reference?: References
}

/**
 * Who was cut by which step: groups of lexicons (`matched`, numbered as in table `mentions`), of languages, scripts and
 * top-level domains. Field note inspect §2, M4–M9 and M2 of occupations.
 *
 * - Rates and ratios are of exclusion: k rows cut of n that the step saw. Main figures read `saw` and `cut`, where a shadow
 *   row leaves at its first filter; shadow figures read `saw_all` and `cut_all` of rows in the shadow sample.
 * - A group of a lexicon is compared with the other texts in the lexicon's language, or, where lexicons share the set, in
 *   all languages of such sets of the axis; gender always within one. Its amplification is the share among those texts.
 *   Other groups are compared with all.
 * - Groups with under 10 candidates are left out. Those with under 50 have one row, `all`, without a ratio. Where a step
 *   saw under 10 rows of the group or of the rest, no count is told of it. A ratio needs 50 rows and 5 domains on both
 *   sides, and of the group 10 rows expected to be cut and 10 not to be.
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
    groups: measured.map(({ group }) => group),
    exclusions,
    occupations: occupations?.length === 0 ? null : occupations,
  }
}

function withheldBecause(matched: readonly MatchedGroup[]): string {
  const people = groupsOfLexicons(matched).filter((group) => group.people)
  const axes = [...new Set(people.map(({ axis }) => axis))].sort()
  const named = axes.length === 0 ? '' : ` (${axes.join(', ')})`
  return `A toy model had a say in who was kept, so nothing is told about groups of people${named}: neither rates nor counts.`
}
