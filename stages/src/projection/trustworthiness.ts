import { bestOf } from './nearest-rows.js'
import { pause } from './pause.js'
import type { RowTable } from './row-table.js'
import { scoreRows } from './score-rows.js'

const BLOCK = 32

export interface JudgedMap {
  /** The rows in the space that the map is of; Euclidean. */
  readonly original: RowTable
  /** Their places in the map, one per row. */
  readonly x: Float32Array
  readonly y: Float32Array
}

/**
 * How far the neighbours in a map are neighbours in truth, 0..1:
 * `1 - 2/(n·k·(2n - 3k - 1)) · Σi Σ(j in Uk(i)) max(0, r(i,j) - k)`, Uk(i) the k nearest of i in the map, r(i,j) the
 * rank of j by the true distance from i. 1: each is among the true k nearest.
 *
 * J. Venna and S. Kaski, ICANN 2001; scikit-learn's `manifold.trustworthiness`. Ranks of equal true distances are the
 * best of them, so equal rows are never held against a map; of equal distances in the map the lower row is nearer.
 * Null unless k < n/2. Needs time ∝ n²·width.
 *
 * @throws the reason of `signal` once it is aborted
 */
export async function trustworthiness(
  { original, x, y }: JudgedMap,
  { neighbours, signal }: { readonly neighbours: number; readonly signal: AbortSignal },
): Promise<number | null> {
  const n = original.rows
  if (neighbours >= n / 2) return null
  const scores = scoreRows(original, original)
  const inMap = new Float64Array(n)
  const penaltyOf = (row: number, score: Float64Array): number => {
    // No row is a neighbour of itself.
    score[row] = -Infinity
    scoreInMap(row, { x, y }, inMap)
    return bestOf(inMap, neighbours).reduce(
      (sum, near) => sum + Math.max(0, rankOf(score, near) - neighbours),
      0,
    )
  }
  let penalty = 0
  for (let row = 0; row < n; row += 2) {
    if (row % BLOCK === 0) await pause(signal)
    const { first, second } = scores(row, Math.min(row + 1, n - 1))
    penalty += penaltyOf(row, first)
    if (row + 1 < n) penalty += penaltyOf(row + 1, second)
  }
  return 1 - (2 * penalty) / (n * neighbours * (2 * n - 3 * neighbours - 1))
}

function scoreInMap(from: number, { x, y }: Pick<JudgedMap, 'x' | 'y'>, score: Float64Array): void {
  const [across, down] = [x[from] as number, y[from] as number]
  for (let row = 0; row < score.length; row++) {
    score[row] = -(((x[row] as number) - across) ** 2 + ((y[row] as number) - down) ** 2)
  }
  score[from] = -Infinity
}

function rankOf(score: Float64Array, row: number): number {
  const own = score[row] as number
  let closer = 0
  for (const other of score) if (other > own) closer++
  return closer + 1
}
