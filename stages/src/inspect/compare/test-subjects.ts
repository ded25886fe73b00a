import { type TestPair, type TestWorld, withTestPairs } from '../test-pairs.js'
import type { ComparedSubjects, SubjectFacts } from './compare-subjects.js'

/** A world without what only one of them can have. */
export type TestSide = Omit<TestWorld, 'pairs' | 'steps' | 'phases'> & { readonly pairs: readonly TestPair[] }

/** Both in one database, as a loader leaves them: the rows of `b` in other_pairs and other_mentions. */
export async function withTestSubjects<T>(
  { a, b }: { readonly a: TestSide; readonly b: TestSide },
  use: (subjects: ComparedSubjects) => Promise<T>,
): Promise<T> {
  const start = a.pairs.length
  const renumbered = (b.mentions ?? []).map(([row, group]) => [row + start, group] as const)
  const pairs = [...a.pairs, ...b.pairs.map((pair, at) => ({ id: at, ...pair }))]
  const world = { pairs, mentions: [...(a.mentions ?? []), ...renumbered] }
  return withTestPairs(world, async (inspected) => {
    const { duck } = inspected
    for (const table of ['pairs', 'mentions']) {
      await duck.run(`CREATE TABLE other_${table} AS
        SELECT * REPLACE (row - ${start} AS row) FROM ${table} WHERE row >= ${start}`)
      await duck.run(`DELETE FROM ${table} WHERE row >= ${start}`)
    }
    const facts = (side: TestSide, name: string): SubjectFacts => ({
      ...inspected,
      subject: { ...inspected.subject, name, rows: side.pairs.length, ...side.subject },
      steps: [{ phase: 'select', filter: 'select.keep', code: null, outcome: 'dropped' }],
      score: side.score ?? null,
      knows: { ...inspected.knows, ...side.knows },
    })
    return use({ duck, a: facts(a, 'first'), b: facts(b, 'second') })
  })
}
