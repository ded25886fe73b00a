import { literal } from '../../parquet/duck.js'
import type { LexiconGroup } from '../pair-table.js'

/** Axes of lexicons whose sets name no people (field note inspect §3: country names are not people). */
const NOT_PEOPLE = new Set(['country'])

/** Groups of which something may be told: of people nothing where a toy judged or scored. */
export function shownGroups(groups: readonly LexiconGroup[], toy: boolean): readonly LexiconGroup[] {
  return toy ? groups.filter(({ axis }) => NOT_PEOPLE.has(axis)) : groups
}

/**
 * SQL: a table of `row` and `group_id`, each pair once. Sets of several languages may share an id, and a text may mention
 * more than one of them.
 *
 * @param mentions table of them; their numbers are indices into `all`.
 * @param shown those of `all` to look at; at least one.
 */
export function mentionedGroups(
  mentions: string,
  all: readonly LexiconGroup[],
  shown: readonly LexiconGroup[],
): string {
  const numbers = all.flatMap((group, at) => (shown.includes(group) ? [`(${at}, ${literal(group.id)})`] : []))
  return `(SELECT DISTINCT m.row AS row, g.id AS group_id FROM ${mentions} m
    JOIN (VALUES ${numbers.join(', ')}) AS g(grp, id) ON g.grp = m.grp)`
}
