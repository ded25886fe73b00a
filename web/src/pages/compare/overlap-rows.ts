import type { CompareSection } from '@warc2dataset/schemas'

/** One bar of the overlap of two subjects. */
export interface OverlapRow {
  readonly label: string
  readonly rows: number
  /** True: a part of the bar above it. */
  readonly part: boolean
}

/** Both, then what each kept alone, with those that the other had but cut where it tells. */
export function overlapRows(overlap: CompareSection['overlap'], a: string, b: string): readonly OverlapRow[] {
  return [
    { label: 'Kept by both', rows: overlap.both, part: false },
    { label: `Kept by ${a} only`, rows: overlap.only_a, part: false },
    ...split(overlap.only_a, overlap.cut_by_b, b),
    { label: `Kept by ${b} only`, rows: overlap.only_b, part: false },
    ...split(overlap.only_b, overlap.cut_by_a, a),
  ]
}

function split(alone: number, cut: number | null, other: string): readonly OverlapRow[] {
  if (cut === null) return []
  return [
    { label: `… of those, ${other} had the picture and cut it`, rows: cut, part: true },
    { label: `… of those, ${other} never had the picture`, rows: alone - cut, part: true },
  ]
}
