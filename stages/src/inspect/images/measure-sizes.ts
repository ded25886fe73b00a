import type { ImagesSection } from '@warc2dataset/schemas'
import type { Inspected } from '../pair-table.js'
import { fillBins } from './round-width.js'

/** Of ln(width / height): 0.1, a tenth wider or so. */
const ASPECT_WIDTH = 0.1
const SIZED = 'width > 0 AND height > 0'
const NO_SIZE = { not_available: 'The rows do not tell the size of their pictures.' }

/** Sizes of the originals in half-doublings: bin b holds 2^(b/2) up to 2^((b+1)/2) px. Field note inspect M23. */
export async function measureSizes({ duck, knows }: Inspected): Promise<ImagesSection['sizes']> {
  if (!knows.size) return NO_SIZE
  const half = (side: string): string => `CAST(floor(2 * log2(${side})) AS INTEGER)`
  const rows = await duck.rows<{ w: number; h: number; n: number; k: number }>(
    `SELECT ${half('width')} AS w, ${half('height')} AS h, count(*)::DOUBLE AS n, count(*) FILTER (kept)::DOUBLE AS k
     FROM pairs WHERE ${SIZED} GROUP BY ALL ORDER BY ALL`,
  )
  return { cells: rows.map(({ w, h, n, k }) => [w, h, n, k]) }
}

/** ln(width / height) in bins of 0.1: 0 is square and up to a tenth wider, negative is upright. */
export async function measureAspects({ duck, knows }: Inspected): Promise<ImagesSection['aspects']> {
  if (!knows.size) return NO_SIZE
  const rows = await duck.rows<{ bin: number; n: number; k: number }>(
    `SELECT CAST(floor(ln(width / height) / ${ASPECT_WIDTH}::DOUBLE) AS INTEGER) AS bin, count(*)::DOUBLE AS n,
       count(*) FILTER (kept)::DOUBLE AS k
     FROM pairs WHERE ${SIZED} GROUP BY ALL`,
  )
  return {
    width: ASPECT_WIDTH,
    all: fillBins(new Map(rows.map(({ bin, n }) => [bin, n]))),
    kept: fillBins(new Map(rows.flatMap(({ bin, k }) => (k === 0 ? [] : [[bin, k]])))),
  }
}
