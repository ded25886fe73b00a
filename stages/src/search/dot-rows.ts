import { fromHalf } from '../npy/half.js'

/** Every float16 as a number, by its 16 bits: 256 KiB. A look-up is faster here than any arithmetic. */
const halves = Float32Array.from({ length: 65_536 }, (_, bits) => fromHalf(bits))

/**
 * Dot products of rows of float16 with one query, in double. Each is the sum of four interleaved sums, always in the same
 * order, so that equal rows have equal products; NaN or an infinity if the row holds one.
 * Writes `out[0]` to `out[rows - 1]`. `data` holds the rows, `query` has as many numbers as a row.
 */
export function dotRows(data: Uint16Array, rows: number, query: Float32Array, out: Float64Array): void {
  const table = halves
  const dim = query.length
  const whole = dim - (dim % 4)
  for (let row = 0, at = 0; row < rows; row++) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let k = 0
    for (; k < whole; k += 4, at += 4) {
      a += (table[data[at] as number] as number) * (query[k] as number)
      b += (table[data[at + 1] as number] as number) * (query[k + 1] as number)
      c += (table[data[at + 2] as number] as number) * (query[k + 2] as number)
      d += (table[data[at + 3] as number] as number) * (query[k + 3] as number)
    }
    for (; k < dim; k++, at++) a += (table[data[at] as number] as number) * (query[k] as number)
    out[row] = a + b + (c + d)
  }
}
