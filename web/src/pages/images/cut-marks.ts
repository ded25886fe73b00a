import type { BinRow } from '../figures/bin-rows.js'
import { cutValues } from './cut-values.js'

/** A cut to draw. */
export interface CutMark {
  readonly value: number
  readonly label: string
}

/**
 * Cuts of `terms` on `column` that lie on the chart, each value once. One further off than half the chart's width would
 * squeeze the bars, and is left to the text.
 */
export function cutMarks(
  terms: readonly string[],
  column: string,
  rows: readonly BinRow[],
): readonly CutMark[] {
  const first = rows[0]?.low ?? 0
  const last = rows.at(-1)?.high ?? 0
  const room = (last - first) / 2
  const values = new Set(terms.flatMap((term) => cutValues(term, column)))
  return [...values]
    .filter((value) => value >= first - room && value <= last + room)
    .map((value) => ({ value, label: `cut ${value}` }))
}
