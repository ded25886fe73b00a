import * as Plot from '@observablehq/plot'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { Figure, type FigureProps } from '../../components/figure.js'
import { PlotChart } from '../../components/plot-chart.js'

/** A cell of a chart of two measures and what its shade says. */
export interface ShadedCell {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  readonly value: number
}

/** How a measure is laid out along its axis. */
export interface CellAxis {
  readonly label: string
  readonly scale: 'linear' | 'doubling'
  /** Both ends, for charts that are read beside each other; where the cells end unless told. */
  readonly ends?: readonly [number, number] | undefined
}

interface CellFigureProps {
  readonly title: string
  readonly caption: ComponentChildren
  readonly label: string
  readonly cells: readonly ShadedCell[]
  readonly x: CellAxis
  readonly y: CellAxis
  readonly shade: {
    /** `log` for counts, `share` for 0 to 1. */
    readonly scale: 'log' | 'share'
    readonly format: (value: number) => string
    readonly label: string
  }
  readonly table: FigureProps['table']
}

const FAINT = 0.12

/** Cells of two measures; the stronger the colour, the more. */
export function CellFigure({ title, caption, label, cells, x, y, shade, table }: CellFigureProps) {
  const options = useMemo(
    () => (width: number) => cellOptions(cells, x, y, shade.scale, width),
    [cells, x, y, shade],
  )
  return (
    <Figure
      title={title}
      caption={caption}
      chart={
        cells.length > 0 ? (
          <PlotChart options={options} label={label} />
        ) : (
          <p class="quiet">No rows to draw.</p>
        )
      }
      table={table}
    >
      <ShadeKey cells={cells} shade={shade} />
    </Figure>
  )
}

/** Plot's options for `cells` at `width` px. */
export function cellOptions(
  cells: readonly ShadedCell[],
  x: CellAxis,
  y: CellAxis,
  scale: 'log' | 'share',
  width: number,
): Plot.PlotOptions {
  const narrow = width < 480
  return {
    height: Math.min(440, Math.max(260, width * 0.62)),
    marginLeft: 56,
    marginBottom: 42,
    marginRight: 16,
    marginTop: 28,
    x: { ...axisOf(x, narrow ? 5 : 9), labelAnchor: 'center' },
    y: { ...axisOf(y, 9), labelAnchor: 'top' },
    marks: [
      Plot.rect(cells, {
        x1: 'left',
        x2: 'right',
        y1: 'bottom',
        y2: 'top',
        fill: 'var(--kept)',
        fillOpacity: ({ value }: ShadedCell) => opacityOf(value, cells, scale),
        stroke: 'var(--neutral)',
        strokeWidth: 0.6,
        inset: 0.5,
      }),
      Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.25 }),
    ],
    opacity: { type: 'identity' },
  }
}

function axisOf({ label, scale, ends }: CellAxis, most: number): Plot.ScaleOptions {
  const domain = ends === undefined ? {} : { domain: [...ends] }
  const common = { label, labelArrow: 'none' as const, grid: true, ...domain }
  if (scale === 'linear') return { ...common, nice: true, ticks: most }
  const ticks = ends === undefined ? most : doublings(ends, most)
  return { ...common, type: 'log', base: 2, ticks, tickFormat: (edge: number) => `${edge}` }
}

/** Powers of two within both ends, at most `most` of them: every one, every second, and so on. */
function doublings([low, high]: readonly [number, number], most: number): number[] {
  const first = Math.ceil(Math.log2(low) - 1e-9)
  const last = Math.floor(Math.log2(high) + 1e-9)
  const step = Math.max(1, Math.ceil((last - first + 1) / most))
  return Array.from(
    { length: Math.max(0, Math.floor((last - first) / step) + 1) },
    (_, at) => 2 ** (first + at * step),
  )
}

function opacityOf(value: number, cells: readonly ShadedCell[], scale: 'log' | 'share'): number {
  if (scale === 'share') return FAINT + (1 - FAINT) * value
  const most = cells.reduce((high, cell) => Math.max(high, cell.value), 1)
  return most <= 1 ? 1 : FAINT + ((1 - FAINT) * Math.log(Math.max(1, value))) / Math.log(most)
}

/** A few values with the shade that they have. */
function ShadeKey({ cells, shade }: Pick<CellFigureProps, 'cells' | 'shade'>) {
  if (cells.length === 0) return null
  const most = cells.reduce((high, { value }) => Math.max(high, value), 1)
  const values =
    shade.scale === 'share'
      ? [0, 0.25, 0.5, 0.75, 1]
      : [...new Set([0, 0.25, 0.5, 0.75, 1].map((step) => Math.round(most ** step)))]
  return (
    <ul class="legend" aria-label="Legend">
      {values.map((value) => (
        <li key={value}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <rect
              x="0.5"
              y="0.5"
              width="15"
              height="15"
              fill="var(--kept)"
              fill-opacity={opacityOf(value, cells, shade.scale)}
              stroke="var(--neutral)"
            />
          </svg>{' '}
          {shade.format(value)}
        </li>
      ))}
      <li class="quiet">{shade.label}</li>
    </ul>
  )
}
