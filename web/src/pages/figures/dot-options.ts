import * as Plot from '@observablehq/plot'
import { fitLabel } from './label-width.js'

/** How the points of a series look: shape and fill tell them apart, colour only helps. */
export type Shape = 'ring' | 'diamond' | 'square' | 'triangle'

export interface Series {
  readonly label: string
  readonly shape: Shape
}

/** A share, 0 to 1, with its interval where there is one. */
export interface DotPoint {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface DotRow {
  readonly label: string
  /** By series; null: nothing to show. */
  readonly points: readonly (DotPoint | null)[]
}

export interface Dots {
  readonly axis: string
  readonly series: readonly Series[]
  readonly rows: readonly DotRow[]
  /** Whether the points of a row are one thing that moved, and a line joins them. */
  readonly joined: boolean
  /** A value that the rows are read against, such as the rate of all. */
  readonly reference?: { readonly value: number; readonly label: string } | null
}

interface Mark extends DotPoint {
  readonly row: number
  readonly series: number
}

export const SHAPES = {
  ring: { symbol: 'circle', colour: 'var(--neutral)', fill: 'var(--paper, Canvas)' },
  diamond: { symbol: 'diamond', colour: 'var(--kept)', fill: 'var(--kept)' },
  square: { symbol: 'square', colour: 'var(--neutral)', fill: 'var(--neutral)' },
  triangle: { symbol: 'triangle', colour: 'var(--cut)', fill: 'var(--cut)' },
} as const

/** Below this the names stand above their rows, px. */
const NARROW = 560
/** A lower-case letter of the chart's type, px. */
const LETTER = 7.8

/** One row per name, a point per series, a bar for each interval. */
export function dotOptions(dots: Dots, width: number): Plot.PlotOptions {
  const narrow = width < NARROW
  const marks = dots.rows.flatMap(marksOf)
  // Beside each other, so that two intervals of a row can be told apart; on one line where there are none.
  const apart = dots.series.length > 1 && marks.some(({ low }) => low !== null) ? 7 : 0
  const below = narrow ? 6 : 0
  const longest = dots.rows.reduce((most, { label }) => Math.max(most, label.length), 0)
  const left = narrow ? 14 : Math.min(Math.max(210, longest * LETTER + 20), width * 0.4)
  const bottom = dots.reference ? 30 : 8
  return {
    height: dots.rows.length * (narrow ? 42 : 26) + 44 + bottom,
    marginLeft: left,
    marginRight: 24,
    marginTop: 44,
    marginBottom: bottom,
    x: { zero: true, nice: true, axis: null },
    y: { domain: dots.rows.map((_, row) => row), axis: null, type: 'band', padding: 0.2 },
    marks: [
      Plot.axisX({
        anchor: 'top',
        label: dots.axis,
        labelAnchor: 'left',
        labelArrow: 'none',
        ticks: narrow ? 4 : 7,
        tickFormat: tick,
        tickSize: 4,
      }),
      Plot.gridX({ ticks: narrow ? 4 : 7, strokeOpacity: 0.15 }),
      ...reference(dots),
      Plot.text(dots.rows, nameOptions(narrow, left, width)),
      Plot.link(dots.joined ? dots.rows.flatMap(spanOf) : [], {
        x1: 'low',
        x2: 'high',
        y1: 'row',
        y2: 'row',
        stroke: 'currentColor',
        strokeOpacity: 0.45,
        dy: below,
      }),
      ...dots.series.flatMap((series, at) => {
        const dy = below + (at - (dots.series.length - 1) / 2) * apart
        return seriesMarks(
          marks.filter((mark) => mark.series === at),
          series,
          dy,
        )
      }),
    ],
  }
}

function marksOf({ points }: DotRow, row: number): readonly Mark[] {
  return points.flatMap((point, series) => (point === null ? [] : [{ ...point, row, series }]))
}

function spanOf({ points }: DotRow, row: number) {
  const values = points.flatMap((point) => (point === null ? [] : [point.value]))
  return values.length < 2 ? [] : [{ row, low: Math.min(...values), high: Math.max(...values) }]
}

function nameOptions(narrow: boolean, left: number, width: number): Plot.TextOptions {
  const letters = Math.floor(((narrow ? width : left) - 16) / LETTER)
  return {
    y: (_: DotRow, row: number) => row,
    text: ({ label }: DotRow) => fitLabel(label, letters),
    frameAnchor: 'left',
    textAnchor: narrow ? 'start' : 'end',
    dx: narrow ? 0 : -10,
    dy: narrow ? -13 : 0,
    fill: 'currentColor',
    fontSize: 12,
  }
}

function seriesMarks(marks: readonly Mark[], { shape }: Series, dy: number): Plot.Markish[] {
  const { symbol, colour, fill } = SHAPES[shape]
  const bounded = marks.filter(({ low, high }) => low !== null && high !== null)
  return [
    Plot.link(bounded, {
      x1: 'low',
      x2: 'high',
      y1: 'row',
      y2: 'row',
      stroke: colour,
      strokeWidth: 2,
      dy,
    }),
    Plot.dot(marks, { x: 'value', y: 'row', symbol, r: 5, fill, stroke: colour, strokeWidth: 1.8, dy }),
  ]
}

function reference({ reference: line }: Dots): Plot.Markish[] {
  if (!line) return []
  return [
    Plot.ruleX([line.value], { stroke: 'currentColor', strokeDasharray: '3,3', strokeOpacity: 0.8 }),
    Plot.text([line], {
      x: 'value',
      text: 'label',
      frameAnchor: 'bottom',
      dy: 16,
      fill: 'currentColor',
      fontSize: 12,
    }),
  ]
}

/** 0.125 → `12.5%`. */
function tick(value: number): string {
  return `${Number((value * 100).toPrecision(6))} %`
}
