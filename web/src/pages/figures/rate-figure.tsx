import type { Rate } from '@warc2dataset/schemas'
import type { ComponentChildren } from 'preact'
import { count, interval, percent } from '../../components/rate.js'
import { DotFigure } from './dot-figure.js'
import type { DotPoint } from './dot-options.js'
import { PartCell } from './part-cell.js'

interface RateFigureProps {
  readonly title: string
  readonly caption: ComponentChildren
  readonly part: string
  /** What `k` and `n` of a rate are. */
  readonly counts: { readonly k: string; readonly n: string; readonly rate: string }
  readonly rows: readonly { readonly name: string; readonly rate: Rate }[]
  /** Rate of all rows, drawn as a line; null: not known. */
  readonly overall?: number | null
}

/** One rate per row with its interval. */
export function RateFigure({ title, caption, part, counts, rows, overall = null }: RateFigureProps) {
  return (
    <DotFigure
      title={title}
      caption={caption}
      label={`${title}: ${counts.rate.toLowerCase()} of each with its interval.`}
      dots={{
        axis: counts.rate,
        joined: false,
        series: [{ label: counts.rate, shape: 'diamond' }],
        rows: rows.map(({ name, rate }) => ({ label: name, points: [ratePoint(rate)] })),
        reference: overall === null ? null : { value: overall, label: `all: ${percent(overall)}` },
      }}
      table={{
        columns: [
          { key: 'name', label: part },
          { key: 'n', label: counts.n, numeric: true },
          { key: 'k', label: counts.k, numeric: true },
          { key: 'rate', label: counts.rate, numeric: true },
          { key: 'interval', label: '95 % interval', numeric: true },
        ],
        rows: rows.map(({ name, rate }) => ({
          name: <PartCell name={name} />,
          n: count(rate.n),
          k: count(rate.k),
          rate: percent(rate.rate),
          interval: interval(rate.low, rate.high),
        })),
      }}
    />
  )
}

/** A rate as a point of a dot chart; null where there is nothing to say it of. */
export function ratePoint({ rate, low, high }: Rate): DotPoint | null {
  return rate === null ? null : { value: rate, low, high }
}
