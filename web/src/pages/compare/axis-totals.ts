import type { CompareSection } from '@warc2dataset/schemas'
import { type PartCounts, sumOfParts, type Totals } from '../figures/share-rows.js'

/**
 * Rows that shares along `axis` are of. Groups overlap, so their sum says nothing; on other axes the parts may be only the
 * largest, and may count a row that the overlap, which goes by URL, counts once: the larger of the two.
 */
export function axisTotals(
  axis: CompareSection['shares'][number]['axis'],
  parts: readonly PartCounts[],
  { both, only_a, only_b }: CompareSection['overlap'],
): Totals {
  const kept = { before: both + only_a, after: both + only_b }
  if (axis === 'group') return kept
  const sum = sumOfParts(parts)
  return { before: Math.max(kept.before, sum.before), after: Math.max(kept.after, sum.after) }
}
