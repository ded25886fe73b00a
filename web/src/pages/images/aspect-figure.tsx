import type { ImagesSection } from '@warc2dataset/schemas'
import { isAvailable } from '../../data/available.js'
import { binRows } from '../figures/bin-rows.js'
import { HistogramFigure } from '../figures/histogram-figure.js'
import { MissingSection } from '../figures/missing-section.js'
import type { Sides } from '../figures/share-figure.js'

interface AspectFigureProps {
  readonly aspects: ImagesSection['aspects']
  readonly sides: Sides
}

const TITLE = 'Shapes'
const MEASURE = { label: 'Width over height', format: (ratio: number) => ratio.toPrecision(3) }
const SQUARE = [{ value: 1, label: 'square' }]

/** Rows by width over height. */
export function AspectFigure({ aspects, sides }: AspectFigureProps) {
  if (!isAvailable(aspects)) return <MissingSection title={TITLE} why={aspects.not_available} />
  return (
    <HistogramFigure
      title={TITLE}
      caption="Width over height, in equal steps of its logarithm: left of 1:1 a picture is taller than wide, right of it wider than tall."
      label="Rows by width over height of the picture."
      rows={binRows(aspects.all, aspects.kept, (bin) => Math.exp(bin * aspects.width))}
      measure={MEASURE}
      scale="log"
      marks={SQUARE}
      knowsCut={!sides.same}
    />
  )
}
