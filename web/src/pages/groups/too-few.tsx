import type { GroupsSection } from '@warc2dataset/schemas'
import { DataTable } from '../../components/data-table.js'
import { count } from '../../components/rate.js'
import { groupName } from '../figures/group-name.js'
import type { ForestRow } from './forest-rows.js'

/** Domains that a group and its rest must both come from (MINIMUM_CLUSTERS of stages/src/inspect/groups/minimum.ts). */
const DOMAINS = 5

interface TooFewProps {
  readonly rows: readonly ForestRow[]
  readonly minimum: GroupsSection['minimum']
  readonly open: boolean
}

/** Groups that are too small for a ratio, or whose rest is: said, not hidden. */
export function TooFew({ rows, minimum, open }: TooFewProps) {
  return (
    <details open={open}>
      <summary>
        {count(rows.length)} {rows.length === 1 ? 'group is' : 'groups are'} too small to compare
      </summary>
      <p class="quiet">{ruleText(minimum)}</p>
      <DataTable
        caption="Groups without a ratio at this step"
        columns={[
          { key: 'group', label: 'Group' },
          { key: 'axis', label: 'Axis' },
          { key: 'rows', label: 'Why' },
        ]}
        rows={rows.map(({ group, exclusion: { group_rate: rate } }) => ({
          group: groupName(group),
          axis: `${group.axis}${group.lang === null ? '' : `, ${group.lang}`}`,
          rows: whyText(
            rate?.n ?? group.candidates,
            rate === null ? 'candidates' : 'seen here',
            minimum.rows,
          ),
        }))}
      />
    </details>
  )
}

function whyText(n: number, what: string, least: number): string {
  const why = n < least ? '' : ': its sites, what was cut of it, or the rows to compare it with'
  return `too few (n = ${count(n)} ${what})${why}`
}

/** What a group needs before a ratio of it is told. */
export function ruleText({ rows, expected }: GroupsSection['minimum']): string {
  return `A ratio needs, of the group and of all other rows that the step saw: ${count(rows)} rows, ${count(expected)} expected on either side of the cut, and ${DOMAINS} sites. So a language that nearly all rows share has no ratio either: there is too little to compare it with.`
}
