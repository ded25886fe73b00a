import type { ImagesSection } from '@warc2dataset/schemas'
import { count, percent } from '../../components/rate.js'
import { isAvailable } from '../../data/available.js'
import { CellFigure } from '../figures/cell-figure.js'
import { MissingSection } from '../figures/missing-section.js'
import type { Sides } from '../figures/share-figure.js'
import { pixelRange, type SizeCell, sizeCells } from './size-cells.js'

interface SizeFiguresProps {
  readonly sizes: ImagesSection['sizes']
  readonly sides: Sides
}

const TITLE = 'Sizes of the originals'
/** Rows below which a share of a cell is noise, and is not drawn. */
const ENOUGH = 10

/** Rows by width and height of the original, and how many of each cell were kept. */
export function SizeFigures({ sizes, sides }: SizeFiguresProps) {
  if (!isAvailable(sizes)) return <MissingSection title={TITLE} why={sizes.not_available} />
  const cells = sizeCells(sizes.cells)
  const large = cells.filter(({ rows }) => rows >= ENOUGH)
  const x = { label: 'Width, px', scale: 'doubling', ends: endsOf(cells, 'left', 'right') } as const
  const y = { label: 'Height, px', scale: 'doubling', ends: endsOf(cells, 'bottom', 'top') } as const
  return (
    <>
      <CellFigure
        title={TITLE}
        caption={`Each cell is half a doubling wide and high; the stronger its colour, the more rows. ${mostOf(cells)}`}
        label="Rows by width and height of the original picture; cells of stronger colour hold more."
        cells={cells.map((cell) => ({ ...bounds(cell), value: cell.rows }))}
        x={x}
        y={y}
        shade={{ scale: 'log', format: count, label: 'rows in a cell' }}
        table={sizeTable(cells, sides)}
      />
      {!sides.same && (
        <CellFigure
          title="Kept by size"
          caption={`Share of the rows of a cell that were kept, by any filter; the stronger the colour, the more. Cells with fewer than ${ENOUGH} rows are not drawn.`}
          label="Share of rows kept by width and height of the original picture; cells of stronger colour kept more."
          cells={large.map((cell) => ({ ...bounds(cell), value: cell.kept / cell.rows }))}
          x={x}
          y={y}
          shade={{ scale: 'share', format: wholePercent, label: 'kept of a cell' }}
          table={sizeTable(large, sides)}
        />
      )}
    </>
  )
}

/** Both charts have the same frame, so that a cell is in the same place in both. */
function endsOf(
  cells: readonly SizeCell[],
  low: 'left' | 'bottom',
  high: 'right' | 'top',
): readonly [number, number] | undefined {
  if (cells.length === 0) return undefined
  return cells.reduce<readonly [number, number]>(
    ([least, most], cell) => [Math.min(least, cell[low]), Math.max(most, cell[high])],
    [Number.POSITIVE_INFINITY, 0],
  )
}

function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function bounds({ left, right, bottom, top }: SizeCell) {
  return { left, right, bottom, top }
}

function mostOf(cells: readonly SizeCell[]): string {
  const [most] = cells
  if (most === undefined) return ''
  const all = cells.reduce((sum, { rows }) => sum + rows, 0)
  const wide = pixelRange(most.left, most.right)
  const high = pixelRange(most.bottom, most.top)
  return `The fullest cell, ${wide} px wide and ${high} px high, holds ${count(most.rows)} of ${count(all)} rows (${percent(most.rows / all)}).`
}

function sizeTable(cells: readonly SizeCell[], sides: Sides) {
  return {
    columns: [
      { key: 'width', label: 'Width, px' },
      { key: 'height', label: 'Height, px' },
      { key: 'rows', label: 'Rows', numeric: true },
      ...(sides.same
        ? []
        : [
            { key: 'kept', label: 'Kept', numeric: true },
            { key: 'share', label: 'Kept of these', numeric: true },
          ]),
    ],
    rows: cells.map(({ left, right, bottom, top, rows, kept }) => ({
      width: pixelRange(left, right),
      height: pixelRange(bottom, top),
      rows: count(rows),
      kept: count(kept),
      share: percent(rows > 0 ? kept / rows : null),
    })),
  }
}
