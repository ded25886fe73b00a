import type { FunnelSection } from '@warc2dataset/schemas'
import { useCallback } from 'preact/hooks'
import { barList } from '../../components/bar-list.js'
import { Legend } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count } from '../../components/rate.js'
import { passageBars, passageRows } from './passage-bars.js'

/** The whole way on one scale: how much went on from each phase. */
export function PassageFigure({ funnel }: { readonly funnel: FunnelSection }) {
  const options = useCallback((width: number) => barList(passageBars(funnel), width, 'linear'), [funnel])
  return (
    <Figure
      title="From every picture reference to the dataset"
      caption="Each bar is what entered a phase. The plain part went on; each hatched part left at one step; the dotted part never was a candidate."
      chart={
        <PlotChart
          options={options}
          label={`Bars of what entered each phase, from ${count(funnel.references?.total ?? funnel.candidates)} to ${count(funnel.kept)}.`}
        />
      }
      table={{
        columns: [
          { key: 'where', label: 'Phase' },
          { key: 'what', label: 'What became of them' },
          { key: 'n', label: 'Number', numeric: true },
          { key: 'share', label: 'Share of what entered', numeric: true },
        ],
        rows: passageRows(funnel).map((row) => ({ ...row, n: count(row.n) })),
      }}
    >
      <Legend
        items={[
          { label: 'went on', kind: 'kept' },
          { label: 'left, one part for each step', kind: 'cut' },
          ...(funnel.references === null ? [] : [{ label: 'no candidate', kind: 'neutral' } as const]),
        ]}
      />
    </Figure>
  )
}
