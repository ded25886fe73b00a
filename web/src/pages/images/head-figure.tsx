import type { ImagesSection } from '@warc2dataset/schemas'
import { count } from '../../components/rate.js'
import { displayText } from '../../data/display-text.js'
import { binRows, evenEdges } from '../figures/bin-rows.js'
import { HistogramFigure } from '../figures/histogram-figure.js'
import { fitLabel } from '../figures/label-width.js'
import type { Sides } from '../figures/share-figure.js'
import { type CutMark, cutMarks } from './cut-marks.js'

interface HeadFigureProps {
  readonly head: ImagesSection['heads'][number]
  readonly sides: Sides
}

/** One number measured on the pictures, with the cuts that the run made on it. */
export function HeadFigure({ head, sides }: HeadFigureProps) {
  const { column, by, toy, width, all, kept, missing, cuts } = head
  const name = fitLabel(displayText(column), 24)
  const rows = binRows(all, kept, evenEdges(width))
  const marks = cutMarks(cuts, column, rows)
  return (
    <HistogramFigure
      title={`Measured: ${name}`}
      caption={
        <>
          Measured by {displayText(by)}. {toy && <strong>A toy: its numbers mean nothing. </strong>}
          {missing === 0 ? 'Every row has such a number.' : `${count(missing)} rows have no such number.`}{' '}
          <Cuts cuts={cuts} marks={marks} />
        </>
      }
      label={`Rows by ${name}, kept ones apart.`}
      rows={rows}
      measure={{ label: name, format: (edge) => `${edge}` }}
      scale="linear"
      marks={marks}
      knowsCut={!sides.same}
    />
  )
}

interface CutsProps {
  readonly cuts: readonly string[]
  readonly marks: readonly CutMark[]
}

function Cuts({ cuts, marks }: CutsProps) {
  if (cuts.length === 0) return <>No filter of the selection looks at it.</>
  return (
    <>
      The selection asks for{' '}
      {cuts.map((cut, at) => (
        <span key={cut}>
          {at > 0 && ' and '}
          <code>{displayText(cut)}</code>
        </span>
      ))}
      {marks.length > 0 && ', marked by a dashed line'}. Rows that pass it may still be cut by another filter.
    </>
  )
}
