import { pause } from './pause.js'
import type { RowTable } from './row-table.js'
import { scoreRows } from './score-rows.js'

const BLOCK = 128

export interface NearestRows {
  /** `count` rows of the base for each query, nearest first, the lower of equally near ones first. */
  readonly indices: Uint32Array
  /** Their Euclidean distances, squared: exactly 0 for equal rows. */
  readonly squares: Float64Array
  readonly count: number
}

/**
 * The exact nearest rows of `base` for each row of `queries`, found by products of rows, then measured by differences.
 * A query that is itself a row of the base finds itself.
 *
 * @param count at most the rows of the base
 * @throws the reason of `signal` once it is aborted
 */
export async function nearestRows(
  queries: RowTable,
  base: RowTable,
  { count, signal }: { readonly count: number; readonly signal: AbortSignal },
): Promise<NearestRows> {
  const { width } = base
  const scores = scoreRows(queries, base)
  const near = {
    indices: new Uint32Array(queries.rows * count),
    squares: new Float64Array(queries.rows * count),
    count,
  }
  const note = (row: number, score: Float64Array): void => {
    const query = queries.values.subarray(row * width, (row + 1) * width)
    const found = Array.from(
      bestOf(score, count),
      (index) => [squaredDistance(query, base, index), index] as const,
    )
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1])
    found.forEach(([square, index], place) => {
      near.indices[row * count + place] = index
      near.squares[row * count + place] = square
    })
  }
  for (let row = 0; row < queries.rows; row += 2) {
    if (row % BLOCK === 0) await pause(signal)
    const other = Math.min(row + 1, queries.rows - 1)
    const { first, second } = scores(row, other)
    note(row, first)
    note(other, second)
  }
  return near
}

/** Places of the largest scores, the largest first, the lower place of equal ones first. */
export function bestOf(score: Float64Array, count: number): Uint32Array {
  const [best, at] = [new Float64Array(count).fill(-Infinity), new Uint32Array(count)]
  for (let row = 0; row < score.length; row++) {
    const value = score[row] as number
    if (value <= (best[count - 1] as number)) continue
    let place = count - 1
    for (; place > 0 && (best[place - 1] as number) < value; place--) {
      best[place] = best[place - 1] as number
      at[place] = at[place - 1] as number
    }
    best[place] = value
    at[place] = row
  }
  return at
}

function squaredDistance(query: Float32Array, { values, width }: RowTable, row: number): number {
  let sum = 0
  for (let d = 0; d < width; d++) sum += ((query[d] as number) - (values[row * width + d] as number)) ** 2
  return sum
}
