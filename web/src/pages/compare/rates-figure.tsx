import type { CompareSection } from '@warc2dataset/schemas'
import { count, rateText } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { DotFigure } from '../figures/dot-figure.js'
import { ratePoint } from '../figures/rate-figure.js'
import { SIDES_AB } from './sides-ab.js'

/** The same measure on both, with both intervals. */
export function RatesFigure({ rates }: Pick<CompareSection, 'rates'>) {
  return (
    <DotFigure
      title="Rates side by side"
      caption="The same measure on both; bars are 95 % intervals clustered by site. A missing point: one of the two does not tell this."
      label="Rates of A and B for each measure, with intervals."
      dots={{
        axis: 'Rate',
        joined: true,
        series: SIDES_AB,
        rows: rates.map(({ label, a, b }) => ({
          label: displayText(label),
          points: [a, b].map((rate) => (rate === null ? null : ratePoint(rate))),
        })),
      }}
      table={{
        columns: [
          { key: 'label', label: 'Measure' },
          { key: 'a', label: 'A [95 % interval]', numeric: true },
          { key: 'aOf', label: 'A, of', numeric: true },
          { key: 'b', label: 'B [95 % interval]', numeric: true },
          { key: 'bOf', label: 'B, of', numeric: true },
        ],
        rows: rates.map(({ label, a, b }) => ({
          label: displayText(label),
          a: a && rateText(a),
          aOf: a && ofText(a),
          b: b && rateText(b),
          bOf: b && ofText(b),
        })),
      }}
    />
  )
}

function ofText({ k, n }: { readonly k: number; readonly n: number }): string {
  return `${count(k)} of ${count(n)}`
}
