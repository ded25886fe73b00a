import { type Located, locatedColumns } from '@warc2dataset/schemas'

type Blank = null | '' | 0 | 0n | false | readonly []

const BLANKS: Readonly<Record<string, Blank>> = {
  string: '',
  int32: 0,
  int64: 0n,
  float: 0,
  double: 0,
  bool: false,
  texts: [],
  verdicts: [],
}

/**
 * What is written of a candidate of which nothing may be told: `alias` for its id, and every other column blank. Made
 * from the table of columns, so that a column to come is blank, too; where the candidate stood, its key, and what
 * filters saw of it would all lead back to it.
 */
export function forgetCandidate(alias: bigint): Located {
  const blank = Object.entries(locatedColumns).map(([name, { nullable, type }]) => [
    name,
    nullable ? null : BLANKS[type],
  ])
  return { ...Object.fromEntries(blank), candidate_id: alias } as Located
}
