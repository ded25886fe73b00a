import { RunError, scoredColumns } from '@warc2dataset/schemas'
import { judgeByOther } from '@warc2dataset/stages/inspect/compare/judge-by-other'
import { setAside } from '@warc2dataset/stages/inspect/create-pairs'
import { matchGroups } from '@warc2dataset/stages/inspect/groups/match-groups'
import type { Inspected, LexiconGroup } from '@warc2dataset/stages/inspect/pair-table'
import type { LoadedLexicon } from '@warc2dataset/stages/lexicon/load-lexicon'
import { type Duck, scan } from '@warc2dataset/stages/parquet/duck'
import { filesUnder } from '../commits/commits.js'
import { scorerOf } from '../phases/score.js'
import { type LoadedSubject, loadSubject, type TableWishes } from './load-subject.js'

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

/** What `--vs model:NAME` says: another scorer of the run that is inspected. */
const MODEL = /^model:(.+)$/

export function modelOf(vs: string | null): string | null {
  return MODEL.exec(vs ?? '')?.[1] ?? null
}

/**
 * The run itself, had another of its scorers been the judge.
 * @throws RunError exit 2 if it has no such scorer, or no similarity judged it.
 */
export async function judgedByModel(
  { inspected, run }: LoadedSubject,
  name: string,
  { groups, scratch }: { readonly groups: readonly LexiconGroup[]; readonly scratch: string },
): Promise<OtherSubject> {
  const { scorers = [], storage } = run?.view ?? {}
  const scorer = scorers.find((one) => one.name === name)
  const refuse = (got: string): RunError =>
    new RunError(
      'usage',
      `Expected another scorer of the run (${
        scorers
          .slice(1)
          .map((one) => `model:${one.name}`)
          .join(', ') || 'it has none'
      }) for --vs, got ${got}`,
    )
  if (run === null || storage === undefined || scorer === undefined || scorer === scorers[0]) {
    throw refuse(`model:${name}`)
  }
  const commits = (await run.view.commits('score')).filter(({ unit }) => scorerOf(unit) === name)
  const files = await Promise.all(
    filesUnder(commits, `scored/${name}/metadata/`).map((file) => storage.toLocal(file, scratch)),
  )
  const scores = { table: scan(files, scoredColumns), model: scorer.id, toy: scorer.toy }
  const other = await judgeByOther(inspected, scores)
  if (other === null) {
    throw refuse(`model:${name}: no similarity judged this run, or that model scored none of its pictures`)
  }
  return { inspected: other, groups }
}
