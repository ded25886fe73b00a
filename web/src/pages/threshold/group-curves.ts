import type { ThresholdSection } from '@warc2dataset/schemas'
import { countAt, edgeOf } from './bin-counts.js'
import type { SliderRange } from './slider-range.js'

type Part = ThresholdSection['parts'][number]

export interface CurvePoint {
  readonly bin: number
  readonly threshold: number
  /** Share of the group among the rows kept at this threshold, over its share among all eligible rows. */
  readonly amplification: number
  /** Rows of the group at or above the threshold. */
  readonly rows: number
}

/**
 * Amplification of a group by the threshold (M13 over the bins): 1 where a threshold keeps as large a share of the group
 * as of all rows. Points go up from the lowest bin and end where fewer than `minimum` rows of the group are left.
 */
export function groupCurve(
  section: ThresholdSection,
  part: Part,
  range: SliderRange,
  minimum: number,
): readonly CurvePoint[] {
  const points: CurvePoint[] = []
  let rows = 0
  let all = 0
  for (let bin = range.max; bin >= range.min; bin--) {
    rows += countAt(part.bins, bin)
    all += countAt(section.eligible, bin)
    if (rows >= Math.max(1, minimum)) {
      points.push({ bin, threshold: edgeOf(section, bin), amplification: rows / all, rows })
    }
  }
  const share = all === 0 ? 0 : rows / all
  return points.reverse().map((point) => ({ ...point, amplification: point.amplification / share }))
}

/** Places for labels at the wanted heights, in the same order, at least `gap` apart and as near as that lets them. */
export function spreadLabels(wanted: readonly number[], gap: number): readonly number[] {
  const order = wanted.map((y, at) => ({ y, at })).sort((a, b) => a.y - b.y)
  const placed = order.map(({ y }) => y)
  for (let i = 1; i < placed.length; i++) {
    placed[i] = Math.max(placed[i] ?? 0, (placed[i - 1] ?? 0) + gap)
  }
  const drift = placed.reduce((sum, y, i) => sum + y - (order[i]?.y ?? 0), 0) / Math.max(1, placed.length)
  const places = new Array<number>(wanted.length).fill(0)
  order.forEach(({ at }, i) => {
    places[at] = (placed[i] ?? 0) - drift
  })
  return places
}
