import type { Inspection } from '@warc2dataset/schemas'
import { compareSubjects } from '@warc2dataset/stages/inspect/compare/compare-subjects'
import { drawAlone } from '@warc2dataset/stages/inspect/compare/draw-alone'
import type { Inspected, LexiconGroup } from '@warc2dataset/stages/inspect/pair-table'
import type { DrawnRow } from '@warc2dataset/stages/inspect/walls/describe-rows'
import type { OtherSubject } from './other-subject.js'

/** Rows of what each kept alone, at most. */
const EACH = 24

export interface Compared {
  readonly section: Inspection['compare']
  readonly alone: Readonly<Record<'a' | 'b', readonly DrawnRow[]>>
}

export const NOTHING_COMPARED: Compared = {
  section: { not_available: 'No other run or table was named; --vs OTHER compares two.' },
  alone: { a: [], b: [] },
}

/** The subject beside the other one. */
export async function compareWith(
  inspected: Inspected,
  groups: readonly LexiconGroup[],
  other: OtherSubject,
  { seed, tell }: { readonly seed: number; readonly tell: (about: string) => void },
): Promise<Compared> {
  tell('the comparison')
  const { duck } = inspected
  const subjects = { duck, a: inspected, b: other.inspected }
  const both = await numberAlike(inspected, groups, other)
  return {
    section: await compareSubjects(subjects, both),
    alone: await drawAlone(subjects, { each: EACH, seed }),
  }
}

/** Gives the other's mentions the subject's numbers; groups that only the other has follow. */
async function numberAlike(
  { duck }: Inspected,
  groups: readonly LexiconGroup[],
  other: OtherSubject,
): Promise<readonly LexiconGroup[]> {
  const known = new Set(groups.map(({ id }) => id))
  const both = [...groups, ...other.groups.filter(({ id }) => !known.has(id))]
  const numbers = new Map(both.map(({ id }, at) => [id, at]))
  if (other.groups.length === 0) return both
  const pairs = other.groups.map(({ id }, at) => `(${at}, ${numbers.get(id)})`)
  await duck.run(`CREATE OR REPLACE TABLE other_mentions AS SELECT m."row", n.number::SMALLINT AS grp
    FROM other_mentions m JOIN (VALUES ${pairs.join(', ')}) AS n(old, number) ON m.grp = n.old`)
  return both
}
