import type { GroupsSection, NotAvailable, ThresholdSection } from '@warc2dataset/schemas'
import { displayText } from '../../data/display-text.js'
import { groupName } from '../figures/group-name.js'
import { languageName, scriptName } from '../figures/part-name.js'
import { countFrom } from './bin-counts.js'

/** How a group's numbers may be shown on this page. */
export interface GroupRules {
  /** Why groups of people are not shown; null: they are. */
  readonly withheld: string | null
  /** Fewer rows than this of a group of people are told as "fewer than". */
  readonly minimum: number
  readonly isPeople: (id: string) => boolean
}

/** A group that the section of groups does not list is taken to be about people: that shows less, never more. */
export function groupRules(
  groups: GroupsSection | NotAvailable,
  threshold: Pick<ThresholdSection, 'toy'>,
): GroupRules {
  if ('not_available' in groups) {
    return { withheld: groups.not_available, minimum: Number.POSITIVE_INFINITY, isPeople: () => true }
  }
  const others = new Set(groups.groups.filter((group) => !group.people).map((group) => group.id))
  const toy = threshold.toy
    ? 'The score is of a toy model. What it would let through says nothing about people.'
    : null
  return {
    withheld: groups.withheld ?? toy,
    minimum: groups.minimum.rows,
    isPeople: (id) => !others.has(id),
  }
}

/** What a part is called; groups of languages and domains by what they are. */
export function partName(
  { axis, id, label }: Pick<ThresholdSection['parts'][number], 'axis' | 'id' | 'label'>,
  groups: GroupsSection | NotAvailable,
): string {
  if (axis === 'language') return languageName(label)
  if (axis === 'script') return scriptName(label)
  const group =
    axis === 'group' && !('not_available' in groups) ? groups.groups.find((one) => one.id === id) : undefined
  return group === undefined ? displayText(label) : groupName(group)
}

/** Parts of the axis `group` that may be drawn as a line: not withheld, and not below the minimum at the lowest score. */
export function drawnGroups(section: ThresholdSection, rules: GroupRules, lowestBin: number) {
  return section.parts.filter(
    (part) =>
      part.axis === 'group' &&
      (!rules.isPeople(part.id) ||
        (rules.withheld === null && countFrom(part.bins, lowestBin) >= rules.minimum)),
  )
}
