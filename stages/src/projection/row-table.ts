/** Rows of one length, one after the other. */
export interface RowTable {
  readonly values: Float32Array
  /** Values of a row. */
  readonly width: number
  readonly rows: number
}

export function pickRows({ values, width }: RowTable, picked: Uint32Array): RowTable {
  const taken = new Float32Array(picked.length * width)
  picked.forEach((row, place) => {
    taken.set(values.subarray(row * width, (row + 1) * width), place * width)
  })
  return { values: taken, width, rows: picked.length }
}
