import type { ComponentChildren } from 'preact'
import type { Column, Row } from '../../components/data-table.js'
import { count, percent, rateText } from '../../components/rate.js'
import { DotFigure } from './dot-figure.js'
import type { Dots, Series } from './dot-options.js'
import { PartCell } from './part-cell.js'
import type { ShareRow } from './share-rows.js'

/** What the two sides are called: `candidates` and `kept`, or two subjects. */
export interface Sides {
  readonly before: string
  readonly after: string
  /** True: both sides hold the same rows, since nothing is known of what was rejected. */
  readonly same: boolean
}

interface ShareFigureProps {
  readonly title: string
  readonly caption: ComponentChildren
  /** What a part is: `Domain`, `Language`. */
  readonly part: string
  readonly nameOf: (value: string | null) => string
  readonly rows: readonly ShareRow[]
  readonly sides: Sides
}

/** Share of each part on two sides, joined: how far it moved. */
export function ShareFigure({ title, caption, part, nameOf, rows, sides }: ShareFigureProps) {
  return (
    <DotFigure
      title={title}
      caption={caption}
      label={
        sides.same
          ? `${title}: share of rows of each, one dot a row.`
          : `${title}: share among ${sides.before} and among ${sides.after}, joined by a line.`
      }
      dots={shareDots(rows, nameOf, sides)}
      table={{ columns: shareColumns(part, rows, sides), rows: rows.map((row) => cells(row, nameOf)) }}
    />
  )
}

export function shareDots(
  rows: readonly ShareRow[],
  nameOf: (value: string | null) => string,
  sides: Sides,
): Dots {
  const before: Series = { label: `share of ${sides.before}`, shape: 'ring' }
  const after: Series = { label: `share of ${sides.after}`, shape: 'diamond' }
  return {
    axis: 'Share of rows',
    joined: !sides.same,
    series: sides.same ? [after] : [before, after],
    rows: rows.map(({ value, beforeShare, afterShare }) => ({
      label: nameOf(value),
      points: (sides.same ? [afterShare] : [beforeShare, afterShare]).map(toPoint),
    })),
  }
}

function toPoint(value: number | null) {
  return value === null ? null : { value, low: null, high: null }
}

function shareColumns(part: string, rows: readonly ShareRow[], sides: Sides): readonly Column[] {
  const name = { key: 'name', label: part }
  const after = [
    { key: 'after', label: capital(sides.after), numeric: true },
    { key: 'afterShare', label: `Share of ${sides.after}`, numeric: true },
  ]
  if (sides.same) return [name, ...after]
  return [
    name,
    { key: 'before', label: capital(sides.before), numeric: true },
    { key: 'beforeShare', label: `Share of ${sides.before}`, numeric: true },
    ...after,
    { key: 'change', label: 'Change, points', numeric: true },
    ...(rows.some(({ rate }) => rate !== null)
      ? [{ key: 'rate', label: 'Pass rate [95 % interval]', numeric: true }]
      : []),
  ]
}

function cells(row: ShareRow, nameOf: (value: string | null) => string): Row {
  return {
    name: <PartCell name={nameOf(row.value)} />,
    before: count(row.before),
    beforeShare: percent(row.beforeShare),
    after: count(row.after),
    afterShare: percent(row.afterShare),
    change: points(row.change),
    rate: row.rate === null ? null : rateText(row.rate),
  }
}

/** Difference of two shares in percentage points, with its sign. */
export function points(change: number | null): string {
  if (change === null) return '–'
  const text = Math.abs(change * 100).toFixed(2)
  if (Number(text) === 0) return '0.00'
  return change < 0 ? `−${text}` : `+${text}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
