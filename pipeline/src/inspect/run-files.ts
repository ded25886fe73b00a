import type { Commit } from '@warc2dataset/schemas'
import { filesUnder } from '../commits/commits.js'
import { isLedger } from '../look/is-ledger.js'
import { annotatorOf } from '../phases/annotate.js'
import type { RunView } from '../phases/phase.js'

/** Files of a run that a report reads: names within the run, and local paths, in the order of their units. */
export interface RunFiles {
  readonly ledger: readonly string[]
  readonly deduped: readonly string[]
  readonly pages: readonly string[]
  readonly fetched: readonly string[]
  /** By annotator. */
  readonly annotated: ReadonlyMap<string, readonly string[]>
}

const LEDGERS = ['extract', 'dedup', 'plan', 'fetch'] as const

/** @param scratch where copies go, if the storage is not this machine's disk. */
export async function findRunFiles(view: RunView, scratch: string): Promise<RunFiles> {
  const local = (names: readonly string[]): Promise<string[]> =>
    Promise.all(
      names.filter((name) => name.endsWith('.parquet')).map((name) => view.storage.toLocal(name, scratch)),
    )
  const under = async (phase: Parameters<RunView['commits']>[0], prefix: string): Promise<string[]> =>
    local(filesUnder(await view.commits(phase), prefix))
  const ledger = (await Promise.all(LEDGERS.map((phase) => under(phase, 'ledger/')))).flat()
  const selected = filesUnder(await view.commits('select'), 'selections/').filter(isLedger)
  const annotate: readonly Commit[] = await view.commits('annotate')
  const annotated = await Promise.all(
    view.annotators.map(async ({ name }) => {
      const own = annotate.filter(({ unit }) => annotatorOf(unit) === name)
      return [name, await local(filesUnder(own, 'annotated/'))] as const
    }),
  )
  return {
    ledger: [...ledger, ...(await local(selected))],
    deduped: await under('dedup', 'deduped/'),
    pages: await under('extract', 'pages/'),
    fetched: await under('fetch', 'fetched/'),
    annotated: new Map(annotated),
  }
}
