import type { GroupsSection, Ratio } from '@warc2dataset/schemas'
import { count, interval, percent, ratio } from '../../components/rate.js'
import { groupName } from '../figures/group-name.js'
import { ForestMarks, ForestScale } from './forest-marks.js'
import { type ForestRow, leadingRatio, verdict } from './forest-rows.js'
import { type LogAxis, logAxis } from './log-axis.js'

interface ForestTableProps {
  readonly section: GroupsSection
  readonly rows: readonly ForestRow[]
  /** What the step is called. */
  readonly step: string
  /** Address that opens a group. */
  readonly href: (group: string) => string
  readonly open: string | null
}

const COLUMNS = ['Adjusted', 'Crude', 'Cut of group', 'Sites, degrees', 'q']

/** A forest plot that is its own table: each interval beside its numbers. */
export function ForestTable({ section, rows, step, href, open }: ForestTableProps) {
  const axis = logAxis(
    rows.flatMap(({ exclusion }) => [exclusion.crude, exclusion.adjusted].filter((value) => value !== null)),
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section class="table-scroll" tabIndex={0} aria-label={`Table: exclusion ratios, ${step}`}>
      <table class="forest-table">
        <caption>
          <span>Exclusion ratios, {step}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">
              <span class="visually-hidden">Drawn: ratio and 95 % interval, logarithmic</span>
              <ForestScale axis={axis} zone={section.zone} />
            </th>
            {COLUMNS.map((label) => (
              <th scope="col" class="numeric" key={label}>
                {label}
              </th>
            ))}
            <th scope="col">In words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <MeasuredRow key={row.group.id} {...{ row, section, axis, href, open }} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface MeasuredRowProps extends Pick<ForestTableProps, 'section' | 'href' | 'open'> {
  readonly row: ForestRow
  readonly axis: LogAxis
}

function MeasuredRow({ row, section, axis, href, open }: MeasuredRowProps) {
  const { group, exclusion } = row
  const leading = leadingRatio(exclusion)
  return (
    <tr class={exclusion.flagged ? 'forest-flagged' : undefined}>
      <th scope="row">
        <a href={href(group.id)} aria-current={group.id === open ? 'true' : undefined}>
          {groupName(group)}
        </a>{' '}
        <GroupKind row={row} />
      </th>
      <td>
        <ForestMarks axis={axis} zone={section.zone} crude={exclusion.crude} adjusted={exclusion.adjusted} />
      </td>
      <RatioCell value={exclusion.adjusted} />
      <RatioCell value={exclusion.crude} />
      <td class="numeric">
        {exclusion.group_rate === null ? (
          '–'
        ) : (
          <>
            {percent(exclusion.group_rate.rate)}
            <span class="forest-second">of {count(exclusion.group_rate.n)}</span>
          </>
        )}
      </td>
      <td class="numeric">
        {count(leading?.clusters ?? null)}
        <span class="forest-second">
          {leading?.degrees == null ? '–' : `df ${leading.degrees.toFixed(0)}`}
        </span>
      </td>
      <td class="numeric">{qText(exclusion.q)}</td>
      <td>{verdict(row, section)}</td>
    </tr>
  )
}

function RatioCell({ value }: { readonly value: Ratio | null }) {
  if (value === null) return <td class="numeric">–</td>
  return (
    <td class="numeric">
      {ratio(value.ratio)}
      <span class="forest-second">{interval(value.low, value.high, ratio)}</span>
    </td>
  )
}

function GroupKind({ row: { group } }: { readonly row: ForestRow }) {
  return (
    <span class="quiet forest-kind">
      {group.axis}
      {group.lang === null ? '' : `, ${group.lang}`}
    </span>
  )
}

/** `1.23 [1.10, 1.40]`. */
export function ratioText(value: Ratio | null): string {
  return value === null ? '–' : `${ratio(value.ratio)} ${interval(value.low, value.high, ratio)}`
}

/** A q; never "0", which no test gives. */
export function qText(q: number | null): string {
  if (q === null) return '–'
  return q < 0.001 ? '< 0.001' : q.toFixed(3)
}
