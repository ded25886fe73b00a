import type { RowTable } from './row-table.js'

/** For tests: numbers in 0..1 that another language gets alike from the same integers. */
export function numberedRows(rows: number, width: number): RowTable {
  const values = Float32Array.from({ length: rows * width }, (_, at) => {
    const [i, d] = [Math.floor(at / width), at % width]
    return ((i * 7919 + d * 104729 + i * i * 31 * (d + 1)) % 1009) / 1009
  })
  return { values, width, rows }
}

export function rowTable(rows: readonly (readonly number[])[]): RowTable {
  return { values: Float32Array.from(rows.flat()), width: rows[0]?.length ?? 0, rows: rows.length }
}
