import type { Exclusion, Group, GroupsSection, Ratio } from '@warc2dataset/schemas'

export interface ForestRow {
  readonly group: Group
  readonly exclusion: Exclusion
}

export interface ForestRows {
  /** With a ratio, the largest first. */
  readonly measured: readonly ForestRow[]
  /** Below the minimum, the largest first. */
  readonly tooFew: readonly ForestRow[]
  readonly withheld: readonly ForestRow[]
}

/** The ratio to sort and to speak by: the adjusted one where there is one. */
export function leadingRatio({ adjusted, crude }: Exclusion): Ratio | null {
  return adjusted ?? crude
}

/** What one step did to the groups of one axis (null: of all). Groups of people are told only if nothing withholds them. */
export function forestRows(section: GroupsSection, step: string, axis: string | null): ForestRows {
  const groups = new Map(section.groups.map((group) => [group.id, group]))
  const rows = section.exclusions.flatMap((exclusion) => {
    const group = groups.get(exclusion.group)
    if (group === undefined || exclusion.step !== step) return []
    return axis === null || group.axis === axis ? [{ group, exclusion }] : []
  })
  const hidden = (row: ForestRow) =>
    row.exclusion.status === 'withheld' || (row.group.people && section.withheld !== null)
  const told = rows.filter((row) => !hidden(row))
  const ratioOf = (row: ForestRow) => leadingRatio(row.exclusion)?.ratio ?? 0
  return {
    measured: told
      .filter((row) => row.exclusion.status === 'measured' && leadingRatio(row.exclusion) !== null)
      .sort((a, b) => ratioOf(b) - ratioOf(a)),
    tooFew: told
      .filter((row) => row.exclusion.status === 'too_few' || leadingRatio(row.exclusion) === null)
      .sort((a, b) => b.group.candidates - a.group.candidates),
    withheld: rows.filter(hidden),
  }
}

/** What a row says, in words; a finding is only what is flagged. */
export function verdict({ exclusion }: ForestRow, section: GroupsSection): string {
  const leading = leadingRatio(exclusion)
  if (leading === null) return 'too few rows'
  const [low, high] = section.zone
  const side = leading.ratio > 1 ? 'more' : 'less'
  if (exclusion.flagged) return `flagged: cut ${side} often`
  if (leading.low >= low && leading.high <= high) return 'inside the band'
  if (leading.low > high || leading.high < low) return `outside the band, not flagged`
  return 'overlaps the band'
}
