import { setAside } from '@warc2dataset/stages/inspect/create-pairs'
import { matchGroups } from '@warc2dataset/stages/inspect/groups/match-groups'
import type { Inspected, LexiconGroup } from '@warc2dataset/stages/inspect/pair-table'
import type { LoadedLexicon } from '@warc2dataset/stages/lexicon/load-lexicon'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { loadSubject, type TableWishes } from './load-subject.js'

/** What `--vs` names, in tables `other_pairs` and `other_mentions`. */
export interface OtherSubject {
  readonly inspected: Inspected
  readonly groups: readonly LexiconGroup[]
}

interface Context extends TableWishes {
  readonly scratch: string
  readonly lexicons: readonly LoadedLexicon[]
  readonly tell: (about: string) => void
}

/** Loads the other subject and takes its tables out of the way. */
export async function loadOther(duck: Duck, path: string, context: Context): Promise<OtherSubject> {
  context.tell(`reading the rows of ${path}`)
  const { inspected } = await loadSubject(duck, path, context)
  const groups = await matchGroups(
    inspected,
    context.lexicons.map(({ lexicon }) => lexicon),
  )
  await setAside(duck, 'other_')
  return { inspected, groups }
}
