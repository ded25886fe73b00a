import type { CompareSection } from '@warc2dataset/schemas'
import type { Duck } from '../../parquet/duck.js'
import type { Inspected, LexiconGroup } from '../pair-table.js'
import { compareModels } from './compare-models.js'
import { compareRates } from './compare-rates.js'
import { compareShares } from './compare-shares.js'
import { countOverlap } from './count-overlap.js'
import { cautionsOf } from './find-cautions.js'

/** What a loader says of a subject; its rows are in tables. */
export type SubjectFacts = Omit<Inspected, 'duck'>

export interface ComparedSubjects {
  /** Holds `pairs` and `mentions` of `a`, `other_pairs` and `other_mentions` of `b`, with the same columns. */
  readonly duck: Duck
  /** The one inspected. */
  readonly a: SubjectFacts
  readonly b: SubjectFacts
}

/**
 * Two runs or datasets side by side (field note inspect §4.4 page 12; M18, M20, M26). Rows are told to be the same by
 * picture URL; empty ones, of rows that a run may not tell, are in no overlap.
 *
 * @param groups what both tables of mentions have numbers of.
 */
export async function compareSubjects(
  subjects: ComparedSubjects,
  groups: readonly LexiconGroup[],
): Promise<CompareSection> {
  const { shares, cautions } = await compareShares(subjects, groups)
  return {
    other: subjects.b.subject,
    cautions: [...cautionsOf(subjects.a, subjects.b), ...cautions],
    rates: await compareRates(subjects),
    overlap: await countOverlap(subjects),
    shares,
    models: await compareModels(subjects),
  }
}
