import { barX, type Markish, text } from '@observablehq/plot'
import { count as formatCount } from './rate.js'

/** A part of a bar. */
export interface Segment {
  readonly value: number
  /** From chart-colours. */
  readonly fill: string
}

export interface Bar {
  readonly id: string
  /** Above the bar. */
  readonly label: string
  /** From the left. */
  readonly segments: readonly Segment[]
  /** At the right end of the label's line; the sum of the segments unless told. */
  readonly note?: string
}

const SHORT = new Intl.NumberFormat('en', { notation: 'compact' })
const ROW = 52
const LABEL = 21

/**
 * Marks and scales of horizontal bars with the label above each, which leaves the whole width to the bars on any screen.
 * On a logarithmic scale give one segment each: lengths do not add up there.
 */
export function barList(bars: readonly Bar[], width: number, scale: 'linear' | 'log') {
  const totals = bars.map(({ segments }) => segments.reduce((sum, { value }) => sum + value, 0))
  const start = scale === 'log' ? 1 : 0
  const stacked = bars.flatMap(({ id, segments }) => {
    let at = start
    return segments.map(({ value, fill }) => {
      const from = at
      at = scale === 'log' ? Math.max(1, value) : at + value
      return { id, from, to: at, fill }
    })
  })
  const labels = bars.map(({ id, label, note }, at) => ({
    id,
    label,
    note: note ?? formatCount(totals[at] ?? 0),
  }))
  const marks: Markish[] = [
    barX(stacked, {
      x1: 'from',
      x2: 'to',
      y: 'id',
      fill: 'fill',
      insetTop: LABEL,
      insetBottom: 6,
      insetRight: 0.5,
      insetLeft: 0.5,
    }),
    text(labels, {
      y: 'id',
      text: 'label',
      frameAnchor: 'left',
      textAnchor: 'start',
      dy: -14,
      fontSize: 13,
      fill: 'currentColor',
      lineWidth: Math.max(8, (width - 120) / 13),
      textOverflow: 'ellipsis',
    }),
    text(labels, {
      y: 'id',
      text: 'note',
      frameAnchor: 'right',
      textAnchor: 'end',
      dy: -14,
      fontSize: 13,
      fill: 'currentColor',
      fontVariant: 'tabular-nums',
    }),
  ]
  return {
    height: bars.length * ROW + 36,
    marginLeft: 6,
    marginRight: 6,
    marginTop: 0,
    marginBottom: 34,
    x: {
      type: scale,
      domain: [start, Math.max(start + 1, ...totals)],
      grid: true,
      ticks: width < 480 ? 4 : 8,
      tickFormat: (n: number) => SHORT.format(n),
    },
    y: { type: 'band' as const, domain: bars.map(({ id }) => id), axis: null, padding: 0.1 },
    color: { type: 'identity' as const },
    marks,
  }
}
