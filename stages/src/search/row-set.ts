/** Which rows a search may find: one bit for each, shared by the threads. */
export interface RowSet {
  readonly bits: Uint8Array
  readonly count: number
}

/** A set of rows 0 to `size - 1`. @throws RangeError for a row outside. */
export function rowSet(size: number, rows: Iterable<number>): RowSet {
  const bits = new Uint8Array(new SharedArrayBuffer(Math.ceil(size / 8)))
  let count = 0
  for (const row of rows) {
    if (!Number.isInteger(row) || row < 0 || row >= size) {
      throw new RangeError(`Expected a row from 0 to ${size - 1}, got ${row}`)
    }
    if (!hasRow(bits, row)) count += 1
    bits[row >> 3] = (bits[row >> 3] as number) | (1 << (row & 7))
  }
  return { bits, count }
}

/** Is this row in the set? */
export function hasRow(bits: Uint8Array, row: number): boolean {
  return (((bits[row >> 3] as number) >> (row & 7)) & 1) === 1
}

/** Is any of the rows from `from` up to `to - 1` in the set? */
export function hasAnyRow(bits: Uint8Array, from: number, to: number): boolean {
  for (let row = from; row < to; row++) {
    if ((row & 7) === 0 && row + 8 <= to && bits[row >> 3] === 0) row += 7
    else if (hasRow(bits, row)) return true
  }
  return false
}
