import type { AnatomySection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { RateFigure } from '../figures/rate-figure.js'
import type { Sides } from '../figures/share-figure.js'
import { TableSection } from '../figures/table-section.js'
import { lengthRange } from './length-range.js'

interface LengthFigureProps {
  readonly lengths: AnatomySection['lengths']
  readonly sides: Sides
  readonly overall: number | null
}

const ABOUT =
  'The candidates in order of the length of their texts, in ten parts of about equal size; lengths in code points.'

/** Pass rate by tenth of length: is the filter a filter of length? */
export function LengthFigure({ lengths, sides, overall }: LengthFigureProps) {
  if (!sides.same) {
    return (
      <RateFigure
        title="Pass rate by length"
        caption={`${ABOUT} A slope says that pass rate and length go together, not that length is what is judged.`}
        part="Length, code points"
        counts={{ k: 'Kept', n: 'Candidates', rate: 'Pass rate' }}
        rows={lengths.map(({ low, high, kept }) => ({ name: lengthRange(low, high), rate: kept }))}
        overall={overall}
      />
    )
  }
  return (
    <TableSection
      title="Lengths"
      about="The rows in order of the length of their texts, in ten parts of about equal size; lengths in code points."
      table={{
        columns: [
          { key: 'range', label: 'Length, code points' },
          { key: 'rows', label: 'Rows', numeric: true },
        ],
        rows: lengths.map(({ low, high, candidates }) => ({
          range: lengthRange(low, high),
          rows: count(candidates),
        })),
      }}
    />
  )
}
