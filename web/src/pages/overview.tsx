import { PageHead } from '../components/page-head.js'
import { count, percent } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import type { PageProps, Report } from '../data/report.js'
import { KeyFigures } from './overview/key-figures.js'
import { Sentences } from './overview/sentences.js'
import { SubjectFacts } from './overview/subject-facts.js'

/** What went in, what came out, and what to read these numbers with. */
export function OverviewPage({ report }: PageProps) {
  const { subject, overview } = report.inspection
  return (
    <>
      <PageHead
        title="Overview"
        sentence={leadOf(report)}
        caveat="These numbers tell of texts and of filters. They tell nothing of the people in the pictures."
      />
      <KeyFigures inspection={report.inspection} />
      <Warnings toy={subject.toy} warnings={overview.warnings} />
      <Sentences sentences={overview.sentences} />
      <SubjectFacts subject={subject} />
    </>
  )
}

interface WarningsProps {
  readonly toy: boolean
  readonly warnings: readonly string[]
}

/** Before the findings, since they are what these must be read with. */
function Warnings({ toy, warnings }: WarningsProps) {
  if (!toy && warnings.length === 0) return null
  return (
    <section class="warnings">
      <h3>{toy ? 'A toy model judged this run' : 'Read these numbers with care'}</h3>
      {toy && (
        <p>
          A toy had a say in who was kept. It exists to try the pipeline; its scores mean nothing. So nothing
          about people is published here, and no number below that rests on a score says anything about a
          dataset made with a real model.
        </p>
      )}
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </section>
  )
}

function leadOf({ inspection }: Report): string {
  const { funnel, subject } = inspection
  if (!isAvailable(funnel))
    return `${count(subject.rows)} rows were inspected. What was left out of them is not known.`
  return `${count(funnel.candidates)} candidates went in. ${count(funnel.kept)} are in the dataset, ${percent(funnel.rate.rate)}.`
}
