import type { Subject } from '@warc2dataset/schemas'
import type { Sides } from './share-figure.js'

/** Names of before and after. Rows of Parquet tell nothing of what was rejected: both sides are the same. */
export function sidesOf({ kind }: Subject): Sides {
  return kind === 'run'
    ? { before: 'candidates', after: 'kept rows', same: false }
    : { before: 'rows', after: 'rows', same: true }
}
