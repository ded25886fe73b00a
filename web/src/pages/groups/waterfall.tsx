import * as Plot from '@observablehq/plot'
import type { Group } from '@warc2dataset/schemas'
import { useMemo } from 'preact/hooks'
import { CUT_AREA, KEPT, Legend } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, ratio } from '../../components/rate.js'
import { type WaterfallBar, waterfallBars } from './waterfall-bars.js'

/** Which phase moved a group's share, and by how much. */
export function Waterfall({ group }: { readonly group: Group }) {
  const bars = useMemo(() => waterfallBars(group.by_phase), [group])
  const options = useMemo(() => chart(bars), [bars])
  const total = bars[bars.length - 1]?.to ?? 0
  return (
    <Figure
      title="Phase by phase"
      caption={`ln of the group's share after a phase over its share before. Phases add up: ${signedLog(total)} in all, a factor of ${ratio(Math.exp(total))}. Left of 0 the share got smaller.`}
      chart={
        <PlotChart
          options={options}
          label={`Waterfall of ${bars.length} phases for texts of the group ${group.label}`}
        />
      }
      table={{
        columns: [
          { key: 'phase', label: 'Phase' },
          { key: 'entered', label: 'Rows of the group that entered', numeric: true },
          { key: 'log', label: 'ln of change', numeric: true },
          { key: 'factor', label: 'As a factor', numeric: true },
          { key: 'sum', label: 'Sum so far', numeric: true },
        ],
        rows: bars.map(({ phase, entered, log, to }) => ({
          phase,
          entered: count(entered),
          log: signedLog(log),
          factor: log === null ? '–' : ratio(Math.exp(log)),
          sum: signedLog(to),
        })),
      }}
    >
      <Legend
        items={[
          { label: 'share grew', kind: 'kept' },
          { label: 'share shrank', kind: 'cut' },
        ]}
      />
    </Figure>
  )
}

function signedLog(log: number | null): string {
  if (log === null) return '–'
  const text = Math.abs(log).toFixed(3)
  if (Number(text) === 0) return '0'
  return log < 0 ? `−${text}` : `+${text}`
}

function chart(bars: readonly WaterfallBar[]): Plot.PlotOptions {
  const total = bars[bars.length - 1]?.to ?? 0
  const rows = [...bars, { phase: 'all phases', entered: 0, log: total, from: 0, to: total }]
  const far = Math.max(0.1, ...rows.flatMap(({ from, to }) => [Math.abs(from), Math.abs(to)]))
  return {
    height: 62 + rows.length * 26,
    marginLeft: 84,
    marginRight: 56,
    marginBottom: 42,
    x: { label: 'ln of change of share', domain: [-far * 1.15, far * 1.15], ticks: 5 },
    y: { label: null, domain: rows.map(({ phase }) => phase), type: 'band', padding: 0.3 },
    marks: [
      Plot.ruleX([0]),
      Plot.barX(rows, {
        x1: 'from',
        x2: 'to',
        y: 'phase',
        fill: ({ log }: WaterfallBar) => ((log ?? 0) < 0 ? CUT_AREA : KEPT),
        insetLeft: -0.5,
        insetRight: -0.5,
      }),
      Plot.text(rows, {
        x: ({ from, to }: WaterfallBar) => Math.max(from, to),
        y: 'phase',
        dx: 5,
        textAnchor: 'start',
        text: ({ log }: WaterfallBar) => (log === null ? 'not known' : signedLog(log)),
      }),
    ],
  }
}
