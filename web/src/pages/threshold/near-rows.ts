import type { Exhibit, Exhibits } from '@warc2dataset/schemas'

/** Rows with a score in [low, high), taken in turn from each bin of 0.01 so that no bin fills the wall alone. */
export function rowsBetween(near: Exhibits['near'], low: number, high: number): readonly Exhibit[] {
  const bins = Object.entries(near)
    .map(([key, rows]) => ({ edge: Number(key), rows }))
    .filter(({ edge }) => Number.isFinite(edge) && edge + 0.01 > low - 1e-9 && edge < high)
    .sort((a, b) => a.edge - b.edge)
    .map(({ rows }) => rows.filter(({ score }) => score !== null && score >= low && score < high))
  const longest = bins.reduce((most, rows) => Math.max(most, rows.length), 0)
  const turns: Exhibit[] = []
  for (let turn = 0; turn < longest; turn++) {
    for (const rows of bins) {
      const row = rows[turn]
      if (row !== undefined) turns.push(row)
    }
  }
  return turns
}
