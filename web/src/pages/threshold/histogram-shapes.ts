import type { Bins, ThresholdSection } from '@warc2dataset/schemas'
import { countAt, edgeOf } from './bin-counts.js'

export interface EdgePoint {
  readonly x: number
  readonly y: number
}

/** Bins joined to one step of the outline, and the bin at which such a step begins. */
export interface Joined {
  readonly bins: number
  readonly anchor: number
}

const SINGLE: Joined = { bins: 1, anchor: 0 }

/**
 * Outline of the bins [from, to) for a curve that steps after each point: one point for each edge, the last at 0. Two of
 * these instead of a rectangle for each bin let the chart follow the slider. Joined bins are as high as all of them
 * together, also where the outline begins or ends amid them.
 */
export function outline(
  section: ThresholdSection,
  bins: Bins,
  from: number,
  to: number,
  joined: Joined = SINGLE,
): readonly EdgePoint[] {
  const points: EdgePoint[] = []
  for (let bin = from; bin < to; ) {
    const start = joined.anchor + Math.floor((bin - joined.anchor) / joined.bins) * joined.bins
    let rows = 0
    for (let each = start; each < start + joined.bins; each++) rows += countAt(bins, each)
    points.push({ x: edgeOf(section, bin), y: rows })
    bin = start + joined.bins
  }
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
