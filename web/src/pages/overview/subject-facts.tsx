import type { Subject } from '@warc2dataset/schemas'
import { CrawlText } from '../../components/crawl-text.js'
import { DataTable } from '../../components/data-table.js'
import { type Fact, Facts } from '../../components/facts.js'
import { count, percent, score } from '../../components/rate.js'

const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' })

/** What was inspected: the facts of a dataset card. */
export function SubjectFacts({ subject }: { readonly subject: Subject }) {
  return (
    <section>
      <h3>What was inspected</h3>
      <Facts facts={factsOf(subject)} />
      <Scorers scorers={subject.scorers} />
      {subject.judged_by.length > 0 && (
        <>
          <h4>Rules that judged</h4>
          <ul class="rules">
            {subject.judged_by.map((rule) => (
              <li key={rule}>
                <code>{rule}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {subject.columns.length > 0 && (
        <DataTable
          caption="Columns of the Parquet files, and what they were read as"
          columns={[
            { key: 'read', label: 'Read as' },
            { key: 'column', label: 'Column' },
          ]}
          rows={subject.columns.map(({ read_as, column }) => ({
            read: read_as,
            column: <CrawlText text={column} />,
          }))}
        />
      )}
    </section>
  )
}

function factsOf(subject: Subject): readonly Fact[] {
  const { kind, name, rows, files, dates, selection, shadow } = subject
  const run = kind === 'run'
  return [
    ['Name', <CrawlText key="name" text={name} />],
    ['Kind', run ? 'A run, which recorded the fate of every candidate' : 'Rows of Parquet, survivors only'],
    [run ? 'Candidates' : 'Rows', count(rows)],
    [run ? 'Archives or lists' : 'Files', count(files)],
    ['Pages dated', dates === null ? 'not known' : datesText(dates.first, dates.last)],
    [
      'Shadow sample',
      shadow === null ? 'none' : `${percent(shadow)} of candidates go past the filters of cost and quality`,
    ],
    ...(selection === null ? [] : [['Selection', <code key="selection">{selection}</code>] as const]),
  ]
}

function datesText(first: number, last: number): string {
  const [from, to] = [DATE.format(first), DATE.format(last)]
  return from === to ? from : `${from} to ${to}`
}

function Scorers({ scorers }: { readonly scorers: Subject['scorers'] }) {
  if (scorers.length === 0) return <p class="quiet">No model is recorded.</p>
  return (
    <DataTable
      caption="Models that scored"
      columns={[
        { key: 'name', label: 'Name' },
        { key: 'id', label: 'Model' },
        { key: 'cut', label: 'Cut', numeric: true },
        { key: 'kind', label: 'Kind' },
        { key: 'digest', label: 'SHA-256' },
      ]}
      rows={scorers.map(({ name, id, digest, toy, threshold }) => ({
        name,
        id: <CrawlText text={id} />,
        cut: threshold === null ? 'none' : score(threshold),
        kind: toy ? <strong>toy</strong> : 'model',
        digest: <code>{digest}</code>,
      }))}
    />
  )
}
