import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { count, percent } from '../components/rate.js'
import { isAvailable } from '../data/available.js'
import type { PageProps } from '../data/report.js'
import { LossesFigure } from './funnel/losses-figure.js'
import { PartsFigure } from './funnel/parts-figure.js'
import { PassageFigure } from './funnel/passage-figure.js'
import { ReferencesTable } from './funnel/references-table.js'
import { StepList } from './funnel/step-details.js'

/** From every picture reference to the dataset, step by step. */
export function FunnelPage({ report }: PageProps) {
  const { funnel } = report.inspection
  if (!isAvailable(funnel)) {
    return (
      <>
        <PageHead
          title="Funnel"
          sentence="What was rejected, and why, is not known."
          caveat="A dataset of survivors cannot tell what it left out."
        />
        <NotAvailableNote why={funnel.not_available} />
      </>
    )
  }
  const { references, candidates, kept, rate } = funnel
  return (
    <>
      <PageHead
        title="Funnel"
        sentence={
          <>
            {references !== null &&
              `Of ${count(references.total)} picture references ${count(references.candidates)} became candidates. `}
            {`${count(kept)} of ${count(candidates)} candidates are in the dataset, ${percent(rate.rate)}.`}
          </>
        }
        caveat="A step answers for what earlier ones left it: the order of the steps is part of these numbers. Where there is a shadow sample, its rates tell of each step on its own."
      />
      <PassageFigure funnel={funnel} />
      {references !== null && <ReferencesTable references={references} />}
      <LossesFigure funnel={funnel} />
      <StepList funnel={funnel} exhibits={report.exhibits} />
      {funnel.by.map((by) => (
        <PartsFigure key={by.axis} by={by} funnel={funnel} />
      ))}
    </>
  )
}
