import { pause } from './pause.js'
import type { RowTable } from './row-table.js'

const BLOCK = 4096

/** Embeddings as given, and what is taken from each before they are compared. */
export interface CentredTable extends RowTable {
  readonly kinds: Uint8Array
  /** Mean of the rows of each kind, `width` values per kind; 0 for a kind without rows. */
  readonly means: readonly Float64Array[]
}

/**
 * Means per kind, so that pictures and texts can be laid over each other.
 *
 * @throws RangeError at a value that is no finite number; the reason of `signal` once it is aborted.
 */
export async function centreKinds(
  table: RowTable & { readonly kinds: Uint8Array },
  signal: AbortSignal,
): Promise<CentredTable> {
  const { values, width, rows, kinds } = table
  const means = [new Float64Array(width), new Float64Array(width)]
  const counts = [0, 0]
  for (let row = 0; row < rows; row++) {
    if (row % BLOCK === 0) await pause(signal)
    const kind = kinds[row] === 1 ? 1 : 0
    const sums = means[kind] as Float64Array
    counts[kind] = (counts[kind] as number) + 1
    for (let d = 0; d < width; d++) {
      const value = values[row * width + d] as number
      if (!Number.isFinite(value)) {
        throw new RangeError(`Expected finite numbers for vectors, got ${value} in row ${row}`)
      }
      sums[d] = (sums[d] as number) + value
    }
  }
  means.forEach((sums, kind) => {
    const count = counts[kind] as number
    if (count > 0) for (let d = 0; d < width; d++) sums[d] = (sums[d] as number) / count
  })
  return { ...table, means }
}

/** The mean that is taken from this row. */
export function meanOf({ kinds, means }: CentredTable, row: number): Float64Array {
  return means[kinds[row] === 1 ? 1 : 0] as Float64Array
}
