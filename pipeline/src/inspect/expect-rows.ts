import { RunError } from '@warc2dataset/schemas'
import type { Inspected } from '@warc2dataset/stages/inspect/pair-table'
import type { TableWishes } from './load-subject.js'
import { openSubject } from './open-subject.js'

/**
 * Scores and what-ifs are asked of somebody's rows; a run has judged its own.
 * @throws RunError exit 2 if none of the paths is a table.
 */
export async function expectRows({ score, whatIf }: TableWishes, paths: readonly string[]): Promise<void> {
  if (score === null && whatIf === null) return
  const kinds = await Promise.all(paths.map(async (path) => (await openSubject(path)).kind))
  if (kinds.includes('table')) return
  throw new RunError(
    'usage',
    `Expected Parquet or JSON lines for --score, --cut and --keep-top, got a run, which has judged its rows; select with another select.keep judges them again`,
  )
}

/** @throws RunError exit 2 if a what-if has nothing to judge by. */
export function expectScores({ whatIf }: TableWishes, { subject, score }: Inspected): void {
  if (whatIf === null || score !== null || subject.rows === 0) return
  const column = subject.columns.find(({ read_as }) => read_as === 'score')?.column
  throw new RunError(
    'usage',
    `Expected scores for --cut or --keep-top in ${subject.name}, got ${
      column === undefined ? 'no column of scores; name one by --score' : `no number in column ${column}`
    }`,
  )
}
