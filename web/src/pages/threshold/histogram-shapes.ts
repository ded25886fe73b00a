import type { Bins, ThresholdSection } from '@warc2dataset/schemas'
import { countAt, edgeOf } from './bin-counts.js'

export interface EdgePoint {
  readonly x: number
  readonly y: number
}

/**
 * Outline of the bins [from, to) for a curve that steps after each point: one point for each edge, the last at 0. Two of
 * these instead of a rectangle for each bin let the chart follow the slider.
 */
export function outline(
  section: ThresholdSection,
  bins: Bins,
  from: number,
  to: number,
): readonly EdgePoint[] {
  const points: EdgePoint[] = []
  for (let bin = from; bin < to; bin++) points.push({ x: edgeOf(section, bin), y: countAt(bins, bin) })
  if (points.length > 0) points.push({ x: edgeOf(section, to), y: 0 })
  return points
}

/** Bins joined to at most `most` rows of a table: lower edge, upper edge, scored, eligible. */
export function tableBins(section: ThresholdSection, from: number, to: number, most: number) {
  const joined = Math.max(1, Math.ceil((to - from) / most))
  const rows: {
    readonly low: number
    readonly high: number
    readonly scored: number
    readonly eligible: number
  }[] = []
  for (let start = from; start < to; start += joined) {
    const end = Math.min(to, start + joined)
    let scored = 0
    let eligible = 0
    for (let bin = start; bin < end; bin++) {
      scored += countAt(section.scored, bin)
      eligible += countAt(section.eligible, bin)
    }
    rows.push({ low: edgeOf(section, start), high: edgeOf(section, end), scored, eligible })
  }
  return rows
}
