import type { AskedSignal } from '@warc2dataset/schemas'
import { useCallback } from 'preact/hooks'
import { barList } from '../../components/bar-list.js'
import { CUT_AREA } from '../../components/chart-colours.js'
import { DataTable } from '../../components/data-table.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, interval, percent } from '../../components/rate.js'
import { signalText } from './signal-text.js'
import { TopSites } from './top-sites.js'

/** One line for each signal: what it left out, of whom, and the sites behind it. */
export function SignalsFigure({ signals }: { readonly signals: readonly AskedSignal[] }) {
  const options = useCallback((width: number) => barList(barsOf(signals), width, 'linear'), [signals])
  const shadow = signals.reduce((sum, signal) => sum + signal.shadow, 0)
  return (
    <section class="figure">
      <h3>Left out because somebody asked</h3>
      <figure>
        <PlotChart options={options} label="Bars of how many candidates each signal left out." />
        <figcaption>
          Candidates whose ledger row names the signal; each is counted once, at the first that spoke. “Not
          asked”: the recipe did not look for it, so nothing is known of it; that is not 0.
        </figcaption>
      </figure>
      <DataTable
        caption="Signals, what each left out, and the sites behind it"
        columns={[
          { key: 'signal', label: 'Signal' },
          { key: 'left', label: 'Left out', numeric: true },
          { key: 'came', label: 'Came to it', numeric: true },
          { key: 'share', label: 'Share', numeric: true },
          { key: 'sites', label: 'Sites', numeric: true },
          { key: 'top', label: 'The biggest three' },
        ]}
        rows={signals.map(rowOf)}
      />
      {shadow > 0 && (
        <p class="quiet">
          Of the shadow sample {count(shadow)} more were stopped here: rows that an earlier filter had cut,
          which leave the funnel at that filter.
        </p>
      )}
    </section>
  )
}

function barsOf(signals: readonly AskedSignal[]) {
  return signals.map(({ signal, not_asked, left }) => ({
    id: signal,
    label: signalText(signal).name,
    segments: [{ value: left.k, fill: CUT_AREA }],
    note: not_asked === null ? count(left.k) : 'not asked',
  }))
}

function rowOf({ signal, fields, obeyed, not_asked, left, sites, top }: AskedSignal) {
  const { name, about } = signalText(signal)
  const head = (
    <span class="step-measure asked-signal">
      {name} <span class="quiet">{about}</span>
      <span class="quiet">
        {fields.map((field, at) => (
          <span key={field}>
            {at > 0 && ', '}
            <code>{field}</code>
          </span>
        ))}
        {obeyed.length > 0 && `: ${obeyed.join(', ')}`}
      </span>
    </span>
  )
  if (not_asked !== null) return { signal: head, left: 'not asked', top: <NotAsked why={not_asked} /> }
  return {
    signal: head,
    left: count(left.k),
    came: count(left.n),
    share: (
      <>
        {percent(left.rate)}
        <br />
        <span class="quiet">{interval(left.low, left.high)}</span>
      </>
    ),
    sites: count(sites),
    top: <TopSites top={top} />,
  }
}

function NotAsked({ why }: { readonly why: string }) {
  return <span class="quiet">{why}</span>
}
