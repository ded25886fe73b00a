import type { AskedSection } from '@warc2dataset/schemas'
import { NotAvailableNote } from '../components/not-available.js'
import { PageHead } from '../components/page-head.js'
import { isAvailable } from '../data/available.js'
import type { PageProps } from '../data/report.js'
import { KindsTable } from './asked/kinds-table.js'
import { SignalsFigure } from './asked/signals-figure.js'
import { UnansweredFigure } from './asked/unanswered-figure.js'
import { ValuesTable } from './asked/values-table.js'
import { leadOf } from './figures/lead.js'
import { MissingSection } from './figures/missing-section.js'

/** By what sites asked not to be used, what that left out, and which pictures gave no answer. */
export function AskedPage({ report: { inspection } }: PageProps) {
  const { asked } = inspection
  const lead = leadOf(inspection, 'asked', {
    sentence: 'By which signals sites ask not to be used, and how many candidates that left out.',
    caveat: 'A site that asks nothing has not agreed to anything.',
  })
  return (
    <>
      <PageHead title="What sites asked" sentence={lead.sentence} caveat={lead.caveat} />
      {isAvailable(asked) ? <Asked asked={asked} /> : <NotAvailableNote why={asked.not_available} />}
    </>
  )
}

function Asked({ asked: { signals, unanswered, by_kind } }: { readonly asked: AskedSection }) {
  return (
    <>
      <SignalsFigure signals={signals} />
      <ValuesTable signals={signals} />
      <Unknowable />
      {isAvailable(unanswered) ? (
        <UnansweredFigure {...unanswered} />
      ) : (
        <MissingSection title="Pictures that gave no answer" why={unanswered.not_available} />
      )}
      <KindsTable kinds={by_kind} />
    </>
  )
}

/** What no count on this page can say. */
function Unknowable() {
  return (
    <section class="figure">
      <h3>What would have been, had nobody asked</h3>
      <p>
        That is not known, and this report does not guess it. Filters of cost and quality are lifted for the
        shadow sample, so that each can be judged on its own; opt-outs are lifted for nobody. What they left
        out is known by its text and its page alone: its picture was not kept, was given no score, and often
        was not even requested. So no later filter can be judged on these candidates, none of them counts in
        the rates of a later step, and how many would have been in the dataset cannot be told.
      </p>
      <p>
        The other way round, a site that asks nothing has not agreed to anything: most do not know that they
        might be asked.
      </p>
    </section>
  )
}
