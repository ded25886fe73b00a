import type { Group, GroupsSection } from '@warc2dataset/schemas'
import { count, percent } from '../../components/rate.js'
import { DotFigure } from '../figures/dot-figure.js'
import { groupName } from '../figures/group-name.js'

/** Axes whose groups are not mentions, and hold most rows. */
const BROAD: ReadonlySet<string> = new Set(['language', 'script', 'tld'])

interface MentionsProps {
  readonly section: GroupsSection
  /** Rows of the dataset. */
  readonly rows: number
  /** Null: all. */
  readonly axis: string | null
}

/** How many rows mention each group, where nothing is known of who was cut. */
export function Mentions({ section, rows, axis }: MentionsProps) {
  const groups = section.groups
    .filter((group) => axis === null || group.axis === axis)
    .filter(({ people }) => !people || section.withheld === null)
    .toSorted((a, b) => b.candidates - a.candidates)
  const least = section.minimum.rows
  // Beside the commonest language no mention could be seen.
  const drawn = (group: Group) => told(group) && (axis !== null || !BROAD.has(group.axis))
  const told = ({ people, candidates }: Group) => !people || candidates >= least
  return (
    <DotFigure
      title="Mentions"
      caption={`Share of all ${count(rows)} rows. Groups overlap, so shares do not add up. Of groups of people with fewer than ${count(least)} rows no number is given. How many there were before somebody chose these rows is not known.${axis === null ? ' Languages, scripts and domains are in the table; choose them above to see them drawn.' : ''}`}
      label="Share of rows that mention each group, or are of it, one dot a group."
      dots={{
        axis: 'Share of rows',
        joined: false,
        series: [{ label: 'share of rows', shape: 'diamond' }],
        rows: groups
          .filter(drawn)
          .map((group) => ({ label: `${groupName(group)} · ${group.axis}`, points: [shareOf(group, rows)] })),
      }}
      table={{
        columns: [
          { key: 'group', label: 'Texts that mention, or are of' },
          { key: 'axis', label: 'Axis' },
          { key: 'rows', label: 'Rows', numeric: true },
          { key: 'share', label: 'Share of rows', numeric: true },
        ],
        rows: groups.map((group) => ({
          group: groupName(group),
          axis: `${group.axis}${group.lang === null ? '' : `, ${group.lang}`}`,
          rows: told(group) ? count(group.candidates) : `fewer than ${count(least)}`,
          share: told(group) ? percent(rows > 0 ? group.candidates / rows : null) : null,
        })),
      }}
    />
  )
}

function shareOf({ candidates }: Group, rows: number) {
  return rows > 0 ? { value: candidates / rows, low: null, high: null } : null
}
