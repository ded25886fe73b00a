import type { GroupsSection, NotAvailable } from '@warc2dataset/schemas'
import { useState } from 'preact/hooks'
import { CrawlText } from '../../components/crawl-text.js'
import { type Column, DataTable, type Row } from '../../components/data-table.js'
import { count, percent } from '../../components/rate.js'
import { type GroupRules, partName } from './group-rules.js'
import { edgeText, type LabView } from './lab-view.js'
import { byChange, type PartAxis, type PartChange, partChanges, wholeChange } from './part-changes.js'
import { changeOfShare, signedCount } from './signed.js'

interface TablesProps extends LabView {
  readonly rules: GroupRules
  readonly groups: GroupsSection | NotAvailable
}

const AXES: readonly { readonly axis: PartAxis; readonly title: string; readonly name: string }[] = [
  { axis: 'language', title: 'By language', name: 'Language' },
  { axis: 'script', title: 'By script', name: 'Script' },
  { axis: 'domain', title: 'By site', name: 'Site' },
  { axis: 'group', title: 'By group', name: 'Texts that mention, or are of' },
]
/** Rows of a table before the reader asks for all. */
const SHOWN = 12

/** Languages, scripts, sites and groups at the cut and at the chosen threshold. */
export function PartTables(props: TablesProps) {
  const { section, range, bin } = props
  const whole = wholeChange(section, range.start, bin)
  return (
    <>
      <section>
        <h3>Gained and lost</h3>
        {bin === range.start ? (
          <p>
            {section.cut === null ? 'No cut was applied' : `This is the cut of ${edgeText(section, bin)}`}:{' '}
            {count(whole.atCut)} rows. Another threshold shows here what each part gains and loses.
          </p>
        ) : (
          <p>
            {section.cut === null ? 'With no cut' : `At the cut of ${edgeText(section, range.start)}`}:{' '}
            {count(whole.atCut)} rows. At {edgeText(section, bin)}: {count(whole.chosen)} rows,{' '}
            {signedCount(whole.chosen - whole.atCut)}. Shares are of the rows kept at each; pp are percentage
            points.
          </p>
        )}
      </section>
      {AXES.map(({ axis, title, name }) => (
        <PartTable key={axis} {...props} axis={axis} title={title} name={name} />
      ))}
    </>
  )
}

/** Two of the columns say nothing before the slider moved. */
function columnsOf(name: string, { section, range, bin }: LabView): readonly Column[] {
  const moved = bin !== range.start
  const start = section.cut === null ? 'No cut' : `At the cut, ${edgeText(section, range.start)}`
  return [
    { key: 'name', label: name },
    { key: 'before', label: start, numeric: true },
    ...(moved
      ? [
          { key: 'after', label: `At ${edgeText(section, bin)}`, numeric: true },
          { key: 'change', label: 'Gained, lost', numeric: true },
        ]
      : []),
    { key: 'shareBefore', label: moved ? 'Share before' : 'Share', numeric: true },
    ...(moved
      ? [
          { key: 'shareAfter', label: 'Share after', numeric: true },
          { key: 'shareChange', label: 'Change of share', numeric: true },
        ]
      : []),
  ]
}

interface PartTableProps extends TablesProps {
  readonly axis: PartAxis
  readonly title: string
  readonly name: string
}

function PartTable({ section, range, bin, rules, groups, axis, title, name }: PartTableProps) {
  const [whole, setWhole] = useState(false)
  const { parts, rest } = partChanges(section, axis, range.start, bin)
  const told =
    axis === 'group' ? parts.filter(({ id }) => !rules.isPeople(id) || rules.withheld === null) : parts
  const moved = bin !== range.start
  const ordered = axis === 'domain' && moved ? byChange(told) : told
  const shown = whole ? ordered : ordered.slice(0, SHOWN)
  const left = ordered.length - shown.length
  const rows = shown.map((part) =>
    partRow(
      part,
      partName({ axis, ...part }, groups),
      axis === 'group' && rules.isPeople(part.id) ? rules.minimum : 0,
    ),
  )
  if (rest !== null && left === 0) rows.push(partRow(rest, rest.label, 0))
  const columns = columnsOf(name, { section, range, bin })
  return (
    <section class="lab-parts">
      <h3>{title}</h3>
      {axis === 'group' && rules.withheld !== null && (
        <p class="note">
          <strong>Groups of people are not shown.</strong> {rules.withheld}
        </p>
      )}
      {told.length === 0 ? (
        (axis !== 'group' || rules.withheld === null) && <p class="quiet">Nothing to show here.</p>
      ) : (
        <DataTable
          caption={`Rows kept ${title.toLowerCase()}${axis === 'domain' && moved ? ', largest change first' : ''}`}
          columns={columns}
          rows={rows}
        />
      )}
      {(left > 0 || whole) && (
        <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show fewer' : `Show ${count(left)} more`}
        </button>
      )}
    </section>
  )
}

/** A group of people below `minimum` at either threshold has no numbers: small cells say who they are. */
function partRow(part: PartChange, label: string, minimum: number): Row {
  const name = <CrawlText text={label} shown={120} />
  if (part.atCut < minimum || part.chosen < minimum) {
    return { name, before: cell(part.atCut, minimum), after: cell(part.chosen, minimum), change: 'too few' }
  }
  return {
    name,
    before: count(part.atCut),
    after: count(part.chosen),
    change: signedCount(part.chosen - part.atCut),
    shareBefore: percent(part.shareAtCut),
    shareAfter: percent(part.shareChosen),
    shareChange: changeOfShare(part.shareAtCut, part.shareChosen),
  }
}

function cell(n: number, minimum: number): string {
  return n < minimum ? `fewer than ${minimum}` : count(n)
}
