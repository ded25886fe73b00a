import * as Plot from '@observablehq/plot'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { CUT_AREA, KEPT, Legend } from '../../components/chart-colours.js'
import { Figure } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { count, percent } from '../../components/rate.js'
import { compact } from './axis-number.js'
import type { BinRow } from './bin-rows.js'

interface HistogramFigureProps {
  readonly title: string
  readonly caption: ComponentChildren
  readonly label: string
  readonly rows: readonly BinRow[]
  /** Name of the measure, and how its edges are written. */
  readonly measure: { readonly label: string; readonly format: (edge: number) => string }
  readonly scale: 'linear' | 'log'
  /** Lines to mark, with a name. */
  readonly marks: readonly { readonly value: number; readonly label: string }[]
  /** False: nothing is known of rows that were not kept. */
  readonly knowsCut: boolean
}

/** Kept rows, and on top of them the others, by a measure. */
export function HistogramFigure({
  title,
  caption,
  label,
  rows,
  measure,
  scale,
  marks,
  knowsCut,
}: HistogramFigureProps) {
  const options = useMemo(
    () => (width: number) => histogramOptions({ rows, label: measure.label, scale, marks, width }),
    [rows, measure, scale, marks],
  )
  const columns = [
    { key: 'range', label: measure.label },
    ...(knowsCut ? [{ key: 'all', label: 'All rows', numeric: true }] : []),
    { key: 'kept', label: knowsCut ? 'Kept' : 'Rows', numeric: true },
    ...(knowsCut ? [{ key: 'share', label: 'Kept of these', numeric: true }] : []),
  ]
  return (
    <Figure
      title={title}
      caption={caption}
      chart={
        rows.length > 0 ? (
          <PlotChart options={options} label={label} />
        ) : (
          <p class="quiet">No rows to draw.</p>
        )
      }
      table={{
        columns,
        rows: rows.map(({ low, high, all, kept }) => ({
          range: `${measure.format(low)} to ${measure.format(high)}`,
          all: count(all),
          kept: count(kept),
          share: percent(all > 0 ? kept / all : null),
        })),
      }}
    >
      {knowsCut && rows.length > 0 && (
        <Legend
          items={[
            { label: 'kept', kind: 'kept' },
            { label: 'not kept, for any reason', kind: 'cut' },
          ]}
        />
      )}
    </Figure>
  )
}

interface HistogramLayout {
  readonly rows: readonly BinRow[]
  readonly label: string
  readonly scale: 'linear' | 'log'
  readonly marks: HistogramFigureProps['marks']
  readonly width: number
}

/** Ratios that have a name, from far taller than wide to far wider than tall. */
const PROPORTIONS = [
  [1 / 16, '1:16'],
  [1 / 8, '1:8'],
  [1 / 4, '1:4'],
  [1 / 2, '1:2'],
  [2 / 3, '2:3'],
  [1, '1:1'],
  [3 / 2, '3:2'],
  [2, '2:1'],
  [4, '4:1'],
  [8, '8:1'],
  [16, '16:1'],
] as const

/** A linear axis, or one of ratios: those with a name that lie within the bins and do not touch each other. */
function axisOf({ rows, label, scale, width }: HistogramLayout): Plot.Markish[] {
  const common = { label, labelAnchor: 'center', labelArrow: 'none' } as const
  if (scale === 'linear') return [Plot.axisX({ ...common, ticks: width < 480 ? 4 : 8 })]
  const low = Math.min(...rows.map((row) => row.low))
  const high = Math.max(...rows.map((row) => row.high))
  const apart = (44 * Math.log(high / low)) / Math.max(1, width - 80)
  const shown: (readonly [number, string])[] = []
  // 1:1 first, then outwards, so that it is never the one left out.
  for (const proportion of [...PROPORTIONS].sort(
    (a, b) => Math.abs(Math.log(a[0])) - Math.abs(Math.log(b[0])),
  ))
    if (
      proportion[0] >= low &&
      proportion[0] <= high &&
      shown.every(([other]) => Math.abs(Math.log(proportion[0] / other)) >= apart)
    )
      shown.push(proportion)
  const names = new Map<number, string>(shown)
  // As numbers of a mark of their own: a logarithmic scale drops labels that are no power of ten.
  return [
    Plot.axisX([...names.keys()], {
      ...common,
      tickFormat: null,
      text: (value: number) => names.get(value) ?? '',
    }),
  ]
}

/** Plot's options: the kept stand on the axis, the rest on the kept, so that the whole bar is all rows. */
export function histogramOptions(layout: HistogramLayout): Plot.PlotOptions {
  const { rows, marks, scale } = layout
  return {
    height: 280,
    marginLeft: 60,
    marginBottom: 42,
    marginTop: 26 + marks.length * 16,
    x: { type: scale },
    y: { label: 'Rows', labelArrow: 'none', grid: true, ticks: 5, tickFormat: compact },
    marks: [
      ...axisOf(layout),
      Plot.rect(rows, { x1: 'low', x2: 'high', y1: 0, y2: 'kept', fill: KEPT, inset: 0.5 }),
      Plot.rect(rows, { x1: 'low', x2: 'high', y1: 'kept', y2: 'all', fill: CUT_AREA, inset: 0.5 }),
      Plot.ruleY([0]),
      Plot.ruleX(marks, { x: 'value', stroke: 'currentColor', strokeWidth: 2, strokeDasharray: '4,3' }),
      ...marks.map((mark, at) =>
        Plot.text([mark], {
          x: 'value',
          text: 'label',
          frameAnchor: 'top',
          dy: -18 - at * 16,
          fill: 'currentColor',
          fontSize: 12,
        }),
      ),
    ],
  }
}
