import type { AnatomySection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'
import { displayText } from '../../data/display-text.js'
import { CellFigure } from '../figures/cell-figure.js'
import { MissingSection } from '../figures/missing-section.js'
import { lengthCells } from './length-cells.js'
import { lengthRange } from './length-range.js'

interface LengthScoreFigureProps {
  readonly section: AnatomySection['length_by_score']
}

const TITLE = 'Length and score'

/** Rows by length of text and score. */
export function LengthScoreFigure({ section }: LengthScoreFigureProps) {
  if (!isAvailable(section)) return <MissingSection title={TITLE} why={section.not_available} />
  const name = displayText(section.score)
  const cells = lengthCells(section.cells, section.score_width)
  return (
    <CellFigure
      title={TITLE}
      caption={`Rows with a score, by the length of the text and ${name}. The stronger a cell's colour, the more rows; each step of the key is many times the one before.`}
      label={`Rows by length of text and ${name}; cells of stronger colour hold more.`}
      cells={cells.map(({ rows, ...bounds }) => ({ ...bounds, value: rows }))}
      x={{ label: 'Length of the text, code points', scale: 'linear' }}
      y={{ label: name, scale: 'linear' }}
      shade={{ scale: 'log', format: count, label: 'rows in a cell' }}
      table={{
        columns: [
          { key: 'length', label: 'Length, code points' },
          { key: 'score', label: name },
          { key: 'rows', label: 'Rows', numeric: true },
        ],
        rows: cells.map(({ left, right, bottom, top, rows }) => ({
          length: lengthRange(left, right),
          score: `${bottom} to ${top}`,
          rows: count(rows),
        })),
      }}
    />
  )
}
