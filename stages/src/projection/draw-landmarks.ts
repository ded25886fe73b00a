import type { RowTable } from './row-table.js'
import { drawRows } from './seeded-hash.js'

/**
 * At most `most` rows in the order of a seeded hash, no two of them equal: a text that stands in a crawl a thousand
 * times is one landmark.
 */
export function drawLandmarks(
  { values, width, rows }: RowTable,
  { most, seed }: { readonly most: number; readonly seed: number },
): Uint32Array {
  const seen = new Set<string>()
  const drawn: number[] = []
  for (const row of drawRows(rows, rows, { seed, stream: 'landmarks' })) {
    if (drawn.length === most) break
    const bytes = Buffer.from(values.buffer, values.byteOffset + row * width * 4, width * 4).toString(
      'latin1',
    )
    if (seen.has(bytes)) continue
    seen.add(bytes)
    drawn.push(row)
  }
  return Uint32Array.from(drawn)
}
