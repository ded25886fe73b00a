/** Rows with the best scores, best first; `rows[i]` has `scores[i]`. Equal scores: the lower row first. */
export interface RankedRows {
  readonly rows: readonly number[]
  readonly scores: readonly number[]
}

/** Keeps the best rows of many. */
export interface TopRows {
  readonly add: (row: number, score: number) => void
  readonly ranked: () => RankedRows
}

/** Keeps `size` rows (0 or more). What it keeps does not depend on the order in which rows come. */
export function openTopRows(size: number): TopRows {
  // A heap with the worst row at its root: most rows are no better and cost one comparison.
  const rows = new Float64Array(size)
  const scores = new Float64Array(size)
  let count = 0

  const isWorse = (a: number, b: number): boolean => {
    const [x, y] = [scores[a] as number, scores[b] as number]
    return x < y || (x === y && (rows[a] as number) > (rows[b] as number))
  }
  const swap = (a: number, b: number): void => {
    const [row, score] = [rows[a] as number, scores[a] as number]
    rows[a] = rows[b] as number
    scores[a] = scores[b] as number
    rows[b] = row
    scores[b] = score
  }
  const rise = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1
      if (!isWorse(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }
  const sink = (): void => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1
      if (left >= count) return
      const worse = left + 1 < count && isWorse(left + 1, left) ? left + 1 : left
      if (!isWorse(worse, at)) return
      swap(worse, at)
      at = worse
    }
  }

  const add = (row: number, score: number): void => {
    if (count < size) {
      rows[count] = row
      scores[count] = score
      rise(count++)
      return
    }
    if (size === 0) return
    const worst = scores[0] as number
    if (score < worst || (score === worst && row > (rows[0] as number))) return
    rows[0] = row
    scores[0] = score
    sink()
  }
  const ranked = (): RankedRows => {
    const order = Array.from({ length: count }, (_, at) => at).sort((a, b) => (isWorse(a, b) ? 1 : -1))
    return { rows: order.map((at) => rows[at] as number), scores: order.map((at) => scores[at] as number) }
  }
  return { add, ranked }
}

/** The best `size` of several rankings of different rows. */
export function mergeRanked(parts: readonly RankedRows[], size: number): RankedRows {
  const top = openTopRows(size)
  for (const { rows, scores } of parts) {
    for (const [at, row] of rows.entries()) top.add(row, scores[at] as number)
  }
  return top.ranked()
}
