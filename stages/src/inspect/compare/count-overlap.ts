import type { CompareSection } from '@warc2dataset/schemas'
import type { ComparedSubjects } from './compare-subjects.js'

const [A_HAS, A_KEPT, B_HAS, B_KEPT] = [1, 2, 4, 8] as const

/** Picture URLs by who kept them. A URL counts once, and as kept if any of its rows is. */
export async function countOverlap({ duck, a, b }: ComparedSubjects): Promise<CompareSection['overlap']> {
  const fates = await duck.rows<{ fate: number; n: number }>(
    `SELECT fate, count(*)::DOUBLE AS n FROM (
       SELECT url, bit_or(fate) AS fate FROM (
         SELECT url, CASE WHEN kept THEN ${A_HAS | A_KEPT} ELSE ${A_HAS} END AS fate FROM pairs WHERE url <> ''
         UNION ALL
         SELECT url, CASE WHEN kept THEN ${B_HAS | B_KEPT} ELSE ${B_HAS} END FROM other_pairs WHERE url <> '')
       GROUP BY url)
     GROUP BY fate`,
  )
  const count = (has: number, lacks: number): number =>
    fates.reduce((sum, { fate, n }) => ((fate & has) === has && (fate & lacks) === 0 ? sum + n : sum), 0)
  return {
    both: count(A_KEPT | B_KEPT, 0),
    only_a: count(A_KEPT, B_KEPT),
    only_b: count(B_KEPT, A_KEPT),
    cut_by_b: b.knows.rejected ? count(A_KEPT | B_HAS, B_KEPT) : null,
    cut_by_a: a.knows.rejected ? count(B_KEPT | A_HAS, A_KEPT) : null,
  }
}
