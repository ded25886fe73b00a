import { type CentredTable, meanOf } from './centre-kinds.js'
import { pause } from './pause.js'
import type { PrincipalAxes } from './principal-axes.js'
import type { RowTable } from './row-table.js'

const BLOCK = 512

/**
 * Coordinates of each row on the axes, the mean of its kind taken from it first. Equal rows of one kind have equal
 * coordinates, bit by bit.
 *
 * @throws the reason of `signal` once it is aborted
 */
export async function projectRows(
  table: CentredTable,
  { axes }: PrincipalAxes,
  signal: AbortSignal,
): Promise<RowTable> {
  const { values, width, rows } = table
  const count = axes.length / width
  const coordinates = new Float32Array(rows * count)
  const centred = new Float64Array(width)
  for (let row = 0; row < rows; row++) {
    if (row % BLOCK === 0) await pause(signal)
    const mean = meanOf(table, row)
    for (let d = 0; d < width; d++) {
      centred[d] = (values[row * width + d] as number) - (mean[d] as number)
    }
    for (let axis = 0; axis < count; axis++) {
      coordinates[row * count + axis] = dotAxis(centred, axes, axis * width)
    }
  }
  return { values: coordinates, width: count, rows }
}

function dotAxis(centred: Float64Array, axes: Float64Array, start: number): number {
  let even = 0
  let odd = 0
  const whole = centred.length - (centred.length % 2)
  for (let d = 0; d < whole; d += 2) {
    even += (centred[d] as number) * (axes[start + d] as number)
    odd += (centred[d + 1] as number) * (axes[start + d + 1] as number)
  }
  if (whole < centred.length) even += (centred[whole] as number) * (axes[start + whole] as number)
  return even + odd
}
