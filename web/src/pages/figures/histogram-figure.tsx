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

/** Sizes of paper and screens; a few suffice on a narrow chart. */
const PROPORTIONS = [
  [1 / 8, '1:8'],
  [1 / 4, '1:4'],
  [1 / 2, '1:2'],
  [1, '1:1'],
  [2, '2:1'],
  [4, '4:1'],
  [8, '8:1'],
] as const

function ticksOf(scale: 'linear' | 'log', width: number): Plot.ScaleOptions {
  if (scale === 'linear') return { ticks: width < 480 ? 4 : 8 }
  const names = new Map<number, string>(PROPORTIONS)
  return { ticks: [...names.keys()], tickFormat: (value: number) => names.get(value) ?? '' }
}

/** Plot's options: the kept stand on the axis, the rest on the kept, so that the whole bar is all rows. */
export function histogramOptions({ rows, label, scale, marks, width }: HistogramLayout): Plot.PlotOptions {
  return {
    height: 280,
    marginLeft: 60,
    marginBottom: 42,
    marginTop: 26 + marks.length * 16,
    x: { type: scale, label, labelAnchor: 'center', labelArrow: 'none', ...ticksOf(scale, width) },
    y: { label: 'Rows', labelArrow: 'none', grid: true, ticks: 5, tickFormat: compact },
    marks: [
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
