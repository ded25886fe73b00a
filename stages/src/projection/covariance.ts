import { type CentredTable, meanOf } from './centre-kinds.js'
import { pause } from './pause.js'

const BLOCK = 64

/**
 * Mean product of each two columns over the picked rows, the mean of its kind taken from each row; `width` × `width`,
 * symmetric. The sums are in double precision. All 0 without rows.
 *
 * @throws the reason of `signal` once it is aborted
 */
export async function covariance(
  table: CentredTable,
  picked: Uint32Array,
  signal: AbortSignal,
): Promise<Float64Array> {
  const { width } = table
  const side = width + (width % 2)
  const sums = new Float64Array(side * side)
  // Column by column, so that a sum runs over neighbouring values.
  const columns = new Float32Array(side * BLOCK)
  for (let start = 0; start < picked.length; start += BLOCK) {
    await pause(signal)
    fillColumns(table, picked.subarray(start, start + BLOCK), columns)
    addProducts(columns, side, sums)
  }
  const means = new Float64Array(width * width)
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      const mean = (sums[i * side + j] as number) / Math.max(1, picked.length)
      means[i * width + j] = mean
      means[j * width + i] = mean
    }
  }
  return means
}

function fillColumns(table: CentredTable, block: Uint32Array, columns: Float32Array): void {
  const { values, width } = table
  columns.fill(0)
  block.forEach((row, place) => {
    const mean = meanOf(table, row)
    for (let d = 0; d < width; d++) {
      columns[d * BLOCK + place] = (values[row * width + d] as number) - (mean[d] as number)
    }
  })
}

/** Two columns by two at once: each value read serves two products. */
function addProducts(columns: Float32Array, side: number, sums: Float64Array): void {
  for (let i = 0; i < side; i += 2) {
    for (let j = 0; j <= i; j += 2) {
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      for (let k = 0; k < BLOCK; k++) {
        const p = columns[i * BLOCK + k] as number
        const q = columns[(i + 1) * BLOCK + k] as number
        const r = columns[j * BLOCK + k] as number
        const s = columns[(j + 1) * BLOCK + k] as number
        a += p * r
        b += p * s
        c += q * r
        d += q * s
      }
      const at = i * side + j
      sums[at] = (sums[at] as number) + a
      sums[at + 1] = (sums[at + 1] as number) + b
      sums[at + side] = (sums[at + side] as number) + c
      sums[at + side + 1] = (sums[at + side + 1] as number) + d
    }
  }
}
