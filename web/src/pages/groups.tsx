import type { GroupsSection } from '@warc2dataset/schemas'
import { useRef } from 'preact/hooks'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import { displayText } from '../data/display-text.js'
import type { PageProps, Report } from '../data/report.js'
import { AxisChooser, StepChooser } from './groups/choosers.js'
import { Forest } from './groups/forest.js'
import { type ForestRows, forestRows } from './groups/forest-rows.js'
import { GroupDetails } from './groups/group-details.js'
import { LexiconNotes } from './groups/lexicon-notes.js'
import { MentionWarnings } from './groups/mention-warnings.js'
import { Mentions } from './groups/mentions.js'
import { Occupations } from './groups/occupations.js'
import { type StepChoice, stepChoices } from './groups/step-choices.js'
import { hashOf } from './hash-query.js'
import { useHashQuery } from './use-hash-query.js'

const TITLE = 'Who is in, who is out'
const CAVEAT =
  'A group is a set of texts that mention certain words, or that share a language or a domain. It is never a set of people, and a mention is not a depiction.'

interface SectionProps {
  readonly section: GroupsSection
  readonly report: Report
}

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
  return groups.exclusions.length > 0 ? (
    <Compared section={groups} report={report} />
  ) : (
    <Counted section={groups} report={report} />
  )
}

function Compared({ section, report }: SectionProps) {
  const [query, setQuery] = useHashQuery('groups')
  const choices = stepChoices(section, report.inspection.funnel)
  const axes = axesOf(section)
  const step = choices.find(({ id }) => id === query.get('step')) ?? choices[0]
  const axis = axes.find((name) => name === query.get('axis')) ?? null
  const rows = forestRows(section, step?.id ?? 'all', axis)
  const open = [...rows.measured, ...rows.tooFew].find(({ group }) => group.id === query.get('group')) ?? null
  const opened = useRef(open?.group.id ?? null)
  const address = (group: string | null) => ({ step: step?.id ?? null, axis, group })
  return (
    <>
      <PageHead title={TITLE} sentence={headSentence(section, rows, step)} caveat={CAVEAT} />
      <Withheld why={section.withheld} />
      <MentionWarnings />
      <div class="controls">
        <StepChooser
          choices={choices}
          step={step}
          onStep={(id) => setQuery({ ...address(open?.group.id ?? null), step: id }, 'push')}
        />
        <AxisChooser
          axes={axes}
          axis={axis}
          onAxis={(name) => setQuery({ ...address(null), axis: name }, 'push')}
        />
      </div>
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

/** Rows that somebody kept: mentions can be counted, exclusion cannot. */
function Counted({ section, report }: SectionProps) {
  const [query, setQuery] = useHashQuery('groups')
  const { subject, method } = report.inspection
  const axes = axesOf(section)
  const axis = axes.find((name) => name === query.get('axis')) ?? null
  return (
    <>
      <PageHead
        title={TITLE}
        sentence={
          subject.kind === 'parquet'
            ? 'Exclusion cannot be measured here: these rows are what somebody kept, and who was left out is not in them.'
            : 'No exclusion was measured: no step cut enough rows to compare groups.'
        }
        caveat={CAVEAT}
      />
      <Withheld why={section.withheld} />
      <MentionWarnings />
      {section.groups.length === 0 ? (
        <p class="quiet">No group is mentioned often enough to be counted.</p>
      ) : (
        <>
          <div class="controls">
            <AxisChooser axes={axes} axis={axis} onAxis={(name) => setQuery({ axis: name }, 'push')} />
          </div>
          <Mentions section={section} rows={subject.rows} axis={axis} />
        </>
      )}
      <Occupations section={section} />
      <LexiconNotes lexicons={method.lexicons} axis={axis} />
    </>
  )
}

function axesOf({ groups }: GroupsSection): readonly string[] {
  return [...new Set(groups.map(({ axis }) => axis))]
}

function Withheld({ why }: { readonly why: string | null }) {
  if (why === null) return null
  return (
    <div class="note">
      <p>
        <strong>Nothing about people is told here.</strong> {displayText(why)} Languages, scripts and
        top-level domains are shown, as they are no findings about people.
      </p>
    </div>
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
  return `${count(measured.length)} ${measured.length === 1 ? 'group' : 'groups'} could be compared at “${step?.label ?? ''}”; ${count(flagged)} ${flagged === 1 ? 'is' : 'are'} flagged.${few} The rows come from ${count(section.domains)} sites.`
}
