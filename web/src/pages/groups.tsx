import type { GroupsSection } from '@warc2dataset/schemas'
import { useRef } from 'preact/hooks'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import { displayText } from '../data/display-text.js'
import type { PageProps, Report } from '../data/report.js'
import { type ForestRow, type ForestRows, forestRows } from './groups/forest-rows.js'
import { ForestTable } from './groups/forest-table.js'
import { GroupDetails } from './groups/group-details.js'
import { LexiconNotes } from './groups/lexicon-notes.js'
import { MentionWarnings } from './groups/mention-warnings.js'
import { Occupations } from './groups/occupations.js'
import { type StepChoice, stepChoices } from './groups/step-choices.js'
import { hashOf } from './hash-query.js'
import { useHashQuery } from './use-hash-query.js'

const TITLE = 'Who is in, who is out'
const CAVEAT =
  'A group is a set of texts that mention certain words, or that share a language or a domain. It is never a set of people, and a mention is not a depiction.'

/** How often each filter cut the texts that mention a group, beside all other rows that it saw. */
export function GroupsPage({ report }: PageProps) {
  const { groups } = report.inspection
  if (!isAvailable(groups)) {
    return (
      <>
        <PageHead title={TITLE} sentence="No groups were compared." caveat={CAVEAT} />
        <NotAvailableNote why={groups.not_available} />
        <MentionWarnings />
      </>
    )
  }
  return <Groups section={groups} report={report} />
}

function Groups({ section, report }: { readonly section: GroupsSection; readonly report: Report }) {
  const [query, setQuery] = useHashQuery('groups')
  const choices = stepChoices(section, report.inspection.funnel)
  const axes = [...new Set(section.groups.map(({ axis }) => axis))]
  const step = choices.find(({ id }) => id === query.get('step')) ?? choices[0]
  const axis = axes.find((name) => name === query.get('axis')) ?? null
  const rows = forestRows(section, step?.id ?? 'all', axis)
  const open = [...rows.measured, ...rows.tooFew].find(({ group }) => group.id === query.get('group')) ?? null
  const opened = useRef(open?.group.id ?? null)
  const address = (group: string | null) => ({ step: step?.id ?? null, axis, group })
  return (
    <>
      <PageHead title={TITLE} sentence={headSentence(section, rows, step)} caveat={CAVEAT} />
      {section.withheld !== null && (
        <div class="warnings">
          <p>
            <strong>Nothing about people is told here.</strong> {displayText(section.withheld)}
          </p>
          <p>Languages, scripts and top-level domains are shown, as they are no findings about people.</p>
        </div>
      )}
      <MentionWarnings />
      <Choosers
        {...{ choices, axes, axis, step }}
        onStep={(id) => setQuery({ ...address(open?.group.id ?? null), step: id }, 'push')}
        onAxis={(name) => setQuery({ ...address(null), axis: name }, 'push')}
      />
      <Forest
        section={section}
        rows={rows}
        step={step}
        axis={axis}
        open={open}
        href={(group) => hashOf('groups', address(group))}
      />
      {open !== null && (
        <GroupDetails
          row={open}
          section={section}
          step={step?.label ?? ''}
          take={open.group.id !== opened.current}
        />
      )}
      <Occupations section={section} />
      <LexiconNotes lexicons={report.inspection.method.lexicons} axis={axis} />
    </>
  )
}

function headSentence(
  section: GroupsSection,
  { measured, tooFew }: ForestRows,
  step: StepChoice | undefined,
): string {
  const flagged = measured.filter(({ exclusion }) => exclusion.flagged).length
  const few =
    tooFew.length === 0
      ? ''
      : ` ${count(tooFew.length)} more ${tooFew.length === 1 ? 'has' : 'have'} too few rows.`
  if (step === undefined) return 'No filter saw enough rows to compare groups.'
  return `${count(measured.length)} ${measured.length === 1 ? 'group' : 'groups'} could be compared at “${step.label}”; ${count(flagged)} ${flagged === 1 ? 'is' : 'are'} flagged.${few} The rows come from ${count(section.domains)} sites.`
}

interface ChoosersProps {
  readonly choices: readonly StepChoice[]
  readonly step: StepChoice | undefined
  readonly axes: readonly string[]
  readonly axis: string | null
  readonly onStep: (id: string) => void
  readonly onAxis: (axis: string | null) => void
}

function Choosers({ choices, step, axes, axis, onStep, onAxis }: ChoosersProps) {
  return (
    <div class="controls">
      <label>
        Step{' '}
        <select value={step?.id} onChange={(event) => onStep(event.currentTarget.value)}>
          {choices.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        Groups{' '}
        <select value={axis ?? ''} onChange={(event) => onAxis(event.currentTarget.value || null)}>
          <option value="">all axes</option>
          {axes.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

interface ForestProps {
  readonly section: GroupsSection
  readonly rows: ForestRows
  readonly step: StepChoice | undefined
  readonly axis: string | null
  readonly open: ForestRow | null
  readonly href: (group: string) => string
}

function Forest({ section, rows, step, axis, open, href }: ForestProps) {
  const family = section.families.filter(
    (one) => one.step === step?.id && (axis === null || one.axis === axis),
  )
  const tests = family.reduce((sum, one) => sum + one.tests, 0)
  return (
    <section class="figure">
      <h3>Exclusion ratios</h3>
      <p class="quiet">
        ● adjusted by language, length of the text and kind of site (Mantel–Haenszel); ○ crude. Above 1, more
        of the group was cut than of all other rows that the step saw. Lines are 95 % intervals, clustered by
        site ({count(section.domains)} sites in {count(section.clusters)} clusters). The grey band,{' '}
        {section.zone[0]} to {section.zone[1]}, was set as too near to 1 to speak of. Flagged: q below{' '}
        {section.alpha} and the interval wholly outside the band. q is Benjamini–Hochberg's over{' '}
        {count(tests)} {tests === 1 ? 'test' : 'tests'}
        {family.length > 1 ? `, in ${count(family.length)} families by axis` : ''}. A name opens its details.
      </p>
      {rows.withheld.length > 0 && (
        <p class="note">
          {count(rows.withheld.length)} groups of people are withheld at this step.{' '}
          {displayText(section.withheld ?? '')}
        </p>
      )}
      {rows.measured.length + rows.tooFew.length === 0 ? (
        <p class="quiet">No group to show here.</p>
      ) : (
        <ForestTable
          section={section}
          rows={rows}
          step={step?.label ?? ''}
          href={href}
          open={open?.group.id ?? null}
        />
      )}
    </section>
  )
}
