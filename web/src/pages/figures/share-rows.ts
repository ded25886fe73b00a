import type { Rate } from '@warc2dataset/schemas'

/** A part of the rows on two sides; `value` null: not known, or small parts joined. */
export interface PartCounts {
  readonly value: string | null
  readonly before: number
  readonly after: number
  /** Those of the part that were kept; null: not measured. */
  readonly rate: Rate | null
}

/** The part as a share of each side, 0 to 1. */
export interface ShareRow extends PartCounts {
  readonly beforeShare: number | null
  readonly afterShare: number | null
  /** afterShare less beforeShare. */
  readonly change: number | null
}

/** Rows of each side; parts may be only the largest of them. */
export interface Totals {
  readonly before: number
  readonly after: number
}

/** Sums of the parts, for parts that are all there are. */
export function sumOfParts(parts: readonly PartCounts[]): Totals {
  return {
    before: parts.reduce((sum, { before }) => sum + before, 0),
    after: parts.reduce((sum, { after }) => sum + after, 0),
  }
}

/** Shares of both sides, the largest on either side first. Null where a side has no rows. */
export function shareRows(parts: readonly PartCounts[], totals: Totals): readonly ShareRow[] {
  return parts
    .map((part) => {
      const beforeShare = shareOf(part.before, totals.before)
      const afterShare = shareOf(part.after, totals.after)
      const change = beforeShare === null || afterShare === null ? null : afterShare - beforeShare
      return { ...part, beforeShare, afterShare, change }
    })
    .toSorted((a, b) => larger(b) - larger(a))
}

function shareOf(part: number, total: number): number | null {
  return total > 0 ? part / total : null
}

function larger({ beforeShare, afterShare }: ShareRow): number {
  return Math.max(beforeShare ?? 0, afterShare ?? 0)
}
