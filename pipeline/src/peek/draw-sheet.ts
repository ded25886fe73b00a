import sharp, { type OverlayOptions, type Sharp } from 'sharp'
import { escapeXml, fitText } from './fit-text.js'

/** One picture with what stands under it. */
export interface Cell {
  /** Our own encoding, never a stored picture; or why there is none. */
  readonly picture: Buffer | string
  readonly similarity: number | null
  readonly size: string
  readonly text: string
  /** Why it was cut; null if it was kept. */
  readonly reason: string | null
}

export interface Sheet {
  readonly title: string
  readonly notes: readonly string[]
  readonly kept: { readonly title: string; readonly cells: readonly Cell[] }
  readonly cut: { readonly title: string; readonly cells: readonly Cell[] }
}

/** Side of the box that each picture fits into, px. */
export const THUMB = 168
const COLUMNS = 5
const GAP = 18
const MARGIN = 28
const NOTE_LINE = 20
const TEXT_LINE = 15
const TEXT_LINES = 3
const REASON_LINES = 2
const HALF = COLUMNS * THUMB + (COLUMNS - 1) * GAP
const CELL_HEIGHT = THUMB + 20 + (TEXT_LINES + REASON_LINES) * TEXT_LINE + GAP

const INK = '#1b1b1f'
const QUIET = '#6b6b76'
const GOOD = '#157f3b'
const BAD = '#b3261e'

/** Draws the sheet: kept on the left, cut on the right. The caller encodes it. */
export async function drawSheet(sheet: Sheet): Promise<Sharp> {
  const top = MARGIN + 34 + sheet.notes.length * NOTE_LINE + 46
  const rows = Math.max(1, ...[sheet.kept, sheet.cut].map(({ cells }) => Math.ceil(cells.length / COLUMNS)))
  const width = 2 * HALF + 4 * MARGIN
  const height = top + rows * CELL_HEIGHT + MARGIN
  const halves = [
    { ...sheet.kept, x: MARGIN, color: GOOD },
    { ...sheet.cut, x: HALF + 3 * MARGIN, color: BAD },
  ]
  const placed = halves.flatMap(({ cells, x }) =>
    cells.map((cell, at) => ({
      cell,
      x: x + (at % COLUMNS) * (THUMB + GAP),
      y: top + Math.floor(at / COLUMNS) * CELL_HEIGHT,
    })),
  )
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans, sans-serif">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<line x1="${width / 2}" x2="${width / 2}" y1="${top - 44}" y2="${height - MARGIN}" stroke="#d8d8de"/>`,
    textAt(MARGIN, MARGIN + 20, sheet.title, { size: 22, weight: 'bold', width: width - 2 * MARGIN }),
    ...sheet.notes.map((note, at) =>
      textAt(MARGIN, MARGIN + 46 + at * NOTE_LINE, note, {
        size: 13,
        color: QUIET,
        width: width - 2 * MARGIN,
      }),
    ),
    ...halves.map(({ x, color, title }) =>
      textAt(x, top - 18, title, { size: 17, weight: 'bold', color, width: HALF }),
    ),
    ...placed.map(({ cell, x, y }) => cellSvg(cell, x, y)),
    '</svg>',
  ].join('\n')
  const overlays = await Promise.all(placed.map(({ cell, x, y }) => thumbnail(cell, x, y)))
  return sharp(Buffer.from(svg)).composite(overlays.filter((each) => each !== null))
}

async function thumbnail({ picture }: Cell, x: number, y: number): Promise<OverlayOptions | null> {
  if (typeof picture === 'string') return null
  const { data, info } = await sharp(picture)
    .resize({ width: THUMB, height: THUMB, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png()
    .toBuffer({ resolveWithObject: true })
  const center = (side: number): number => Math.floor((THUMB - side) / 2)
  return { input: data, left: x + center(info.width), top: y + center(info.height) }
}

function cellSvg({ picture, similarity, size, text, reason }: Cell, x: number, y: number): string {
  const below = y + THUMB + 15
  const lines = fitText(text, { width: THUMB, size: 11, lines: TEXT_LINES })
  const reasons = reason === null ? [] : fitText(reason, { width: THUMB, size: 10, lines: REASON_LINES })
  const score = similarity === null ? '' : similarity.toFixed(3)
  return [
    `<rect x="${x}" y="${y}" width="${THUMB}" height="${THUMB}" fill="#f3f3f6"/>`,
    typeof picture === 'string' ? textAt(x + 8, y + THUMB / 2, picture, { size: 11, color: QUIET }) : '',
    score === '' ? '' : textAt(x, below, score, { size: 13, weight: 'bold' }),
    textAt(score === '' ? x : x + 50, below, size, { size: 10, color: QUIET }),
    ...reasons.map((line, at) => textAt(x, below + 15 + at * TEXT_LINE, line, { size: 10, color: BAD })),
    ...lines.map((line, at) =>
      textAt(x, below + 15 + (reasons.length + at) * TEXT_LINE, line, { size: 11, color: INK }),
    ),
  ].join('')
}

export interface TextStyle {
  readonly size: number
  readonly width?: number
  readonly color?: string
  readonly weight?: 'bold'
}

/** One line with its baseline at `y`, clipped to `width`: an estimate may be off. */
export function textAt(x: number, y: number, text: string, style: TextStyle): string {
  const { size, width = THUMB, color = INK, weight = 'normal' } = style
  const [line = ''] = fitText(text, { width, size, lines: 1 })
  return (
    `<svg x="${x}" y="${y - size * 1.2}" width="${width}" height="${size * 1.7}" overflow="hidden">` +
    `<text x="0" y="${size * 1.2}" font-size="${size}" font-weight="${weight}" fill="${color}">${escapeXml(line)}</text></svg>`
  )
}
