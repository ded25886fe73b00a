import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { Figure, type FigureProps } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'
import { type DotRow, type Dots, dotOptions } from './dot-options.js'
import { ShapeKey } from './shape-key.js'
import { TableSection } from './table-section.js'

/** Rows drawn at most; the table has all. */
const DRAWN = 25

interface DotFigureProps {
  readonly title: string
  readonly caption: ComponentChildren
  /** What the chart shows, for who cannot see it. */
  readonly label: string
  readonly dots: Dots
  readonly table: FigureProps['table']
}

/** A dot chart with its key; says so where it shows the first rows only. */
export function DotFigure({ title, caption, label, dots, table }: DotFigureProps) {
  const drawn = useMemo(() => ({ ...dots, rows: dots.rows.slice(0, DRAWN) }), [dots])
  const options = useMemo(() => (width: number) => dotOptions(drawn, width), [drawn])
  // One dot shows nothing that its number does not.
  if (dots.rows.length < 2) return <TableSection title={title} about={caption} table={table} />
  return (
    <Figure
      title={title}
      caption={
        <>
          {caption}
          {dots.rows.length > DRAWN &&
            ` The chart shows the first ${DRAWN}; the table has all ${dots.rows.length}.`}
        </>
      }
      chart={dots.rows.some(hasPoint) ? <PlotChart options={options} label={label} /> : <NoRows />}
      table={table}
    >
      {dots.series.length > 1 && <ShapeKey series={dots.series} />}
    </Figure>
  )
}

function hasPoint({ points }: DotRow): boolean {
  return points.some((point) => point !== null)
}

function NoRows() {
  return <p class="quiet">No rows to draw.</p>
}
