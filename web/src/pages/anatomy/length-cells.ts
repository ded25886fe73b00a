/** One cell of length by score: code points and score, upper bounds excluded. */
export interface LengthCell {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
  readonly rows: number
}

/** Code points per length bin, fixed by `anatomy.length_by_score`. */
const LENGTH_WIDTH = 8

/** Bounds of `anatomy.length_by_score.cells`, most rows first; equal counts by length, then score. */
export function lengthCells(
  cells: readonly (readonly [number, number, number])[],
  scoreWidth: number,
): readonly LengthCell[] {
  const edge = (bin: number) => Number((bin * scoreWidth).toPrecision(12))
  return cells
    .toSorted((a, b) => b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
    .map(([length, score, rows]) => ({
      left: length * LENGTH_WIDTH,
      right: (length + 1) * LENGTH_WIDTH,
      bottom: edge(score),
      top: edge(score + 1),
      rows,
    }))
}
