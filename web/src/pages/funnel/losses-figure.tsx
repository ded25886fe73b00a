import type { FunnelSection } from '@warc2dataset/schemas'
import { useCallback, useState } from 'preact/hooks'
import { barList } from '../../components/bar-list.js'
import { CUT_AREA } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent } from '../../components/rate.js'
import { stepName } from './step-name.js'

/** Steps beside each other, since on the scale of the whole small ones vanish. */
export function LossesFigure({ funnel }: { readonly funnel: FunnelSection }) {
  const [log, setLog] = useState(false)
  const options = useCallback(
    (width: number) =>
      barList(
        funnel.steps
          .filter(({ left }) => left > 0)
          .map((step) => ({
            id: step.id,
            label: `${step.phase}: ${stepName(step)}`,
            segments: [{ value: step.left, fill: CUT_AREA }],
          })),
        width,
        log ? 'log' : 'linear',
      ),
    [funnel, log],
  )
  const idle = funnel.steps.filter(({ left }) => left === 0).length
  return (
    <Figure
      title="Where candidates left"
      caption={
        <>
          Candidates whose ledger row names the step{idle > 0 && `; at ${count(idle)} more nobody left`}.
          {log && ' The scale is logarithmic: equal distances are equal factors, so lengths cannot be added.'}
        </>
      }
      chart={
        idle < funnel.steps.length ? (
          <PlotChart options={options} label="Bars of how many candidates left at each step." />
        ) : (
          <p class="quiet">No candidate left at any step.</p>
        )
      }
      table={{
        columns: [
          { key: 'step', label: 'Step' },
          { key: 'phase', label: 'Phase' },
          { key: 'left', label: 'Left', numeric: true },
          { key: 'share', label: 'Share of candidates', numeric: true },
        ],
        rows: funnel.steps.map((step) => ({
          step: stepName(step),
          phase: step.phase,
          left: count(step.left),
          share: percent(funnel.candidates === 0 ? null : step.left / funnel.candidates),
        })),
      }}
    >
      <p class="controls">
        <label>
          <input type="checkbox" checked={log} onChange={(event) => setLog(event.currentTarget.checked)} />{' '}
          Logarithmic scale
        </label>
      </p>
    </Figure>
  )
}
