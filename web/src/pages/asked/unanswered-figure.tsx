import type { AskedSection, NotAvailable, Unanswered } from '@warc2dataset/schemas'
import { useCallback } from 'preact/hooks'
import { barList } from '../../components/bar-list.js'
import { CUT_AREA, Legend, NEUTRAL_AREA } from '../../components/chart-colours.js'
import { DataTable } from '../../components/data-table.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent, RateText } from '../../components/rate.js'
import { TopSites } from './top-sites.js'

type Section = Exclude<AskedSection['unanswered'], NotAvailable>

/** Link rot and silence, by failure: a wall like any filter, which nobody chose. */
export function UnansweredFigure({ rate, open, failures }: Section) {
  const options = useCallback((width: number) => barList(failures.map(barOf), width, 'linear'), [failures])
  return (
    <section class="figure">
      <h3>Pictures that gave no answer</h3>
      <p>
        Link rot is a filter, too, though nobody chose it. Share of the picture URLs that were to be fetched
        and gave no whole answer: <RateText rate={rate} />.{' '}
        {open !== null &&
          `Of these ${count(open)} are open: a run with --retry-failed asks for them again, and some may come.`}
      </p>
      {failures.length > 0 && (
        <figure>
          {open !== null && <Legend items={KINDS} />}
          <PlotChart options={options} label="Bars of pictures without an answer, by failure." />
          <figcaption>
            {open === null
              ? 'Candidates by the failure that their ledger row names. Which of them a retry would ask for again is not known.'
              : 'Candidates by the failure that their ledger row names.'}
          </figcaption>
        </figure>
      )}
      <DataTable
        caption="Pictures without an answer, by failure"
        columns={[
          { key: 'failure', label: 'Failure' },
          { key: 'left', label: 'Candidates', numeric: true },
          { key: 'share', label: 'Share of URLs', numeric: true },
          { key: 'open', label: 'Open', numeric: true },
          { key: 'sites', label: 'Sites', numeric: true },
          { key: 'top', label: 'The biggest three' },
        ]}
        rows={failures.map((failure) => ({
          failure: (
            <span class="step-measure">
              {nameOf(failure)} <span class="quiet">{failure.about}</span>
            </span>
          ),
          left: count(failure.left),
          share: percent(rate.n === 0 ? null : failure.left / rate.n),
          open: count(failure.open),
          sites: count(failure.sites),
          top: <TopSites top={failure.top} />,
        }))}
      />
    </section>
  )
}

const KINDS = [
  { label: 'gone: a retry does not ask again', kind: 'cut' },
  { label: 'open: a retry asks again', kind: 'neutral' },
] as const

function nameOf({ code, status }: Unanswered): string {
  return status === null ? code : `${code} ${status}`
}

function barOf(failure: Unanswered) {
  const open = failure.open ?? 0
  return {
    id: nameOf(failure),
    label: nameOf(failure),
    segments: [
      { value: failure.left - open, fill: CUT_AREA },
      { value: open, fill: NEUTRAL_AREA },
    ],
  }
}
