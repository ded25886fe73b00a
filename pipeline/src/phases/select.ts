import { annotatorColumns, type Commit } from '@warc2dataset/schemas'
import { selectTableOf, whereColumns } from '@warc2dataset/stages/judge/where-columns'
import type { KeepRule } from '@warc2dataset/stages/select/keep-filters'
import { SELECT_SAMPLES, selectSamples } from '@warc2dataset/stages/select/select-samples'
import { parseWhere, type Where } from '@warc2dataset/stages/where/parse-where'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { annotatorOf } from './annotate.js'
import { keepRules } from './keep-rules.js'
import type { Job, Phase, RunView } from './phase.js'
import { scorerOf } from './score.js'
import { countRows, inputs, withDuck } from './unit-tools.js'

/** All fetched rows → selections/<id>/: what is kept, where it goes, and the ledger of everybody still there. */
export const select: Phase = {
  name: 'select',
  upstream: ['fetch', 'score', 'annotate'],
  closesLedger: true,
  stages: [SELECT_SAMPLES],
  config: ({ select, seed, score, annotate }) => ({
    select,
    seed,
    annotate,
    score: { models: score.models, allow_toy: score.allow_toy, resize: score.resize },
  }),
  units: async (view) => {
    const inputs = [
      inputOfAll('fetch', await view.commits('fetch')),
      inputOfAll('score', await scoredCommits(view)),
      inputOfAll('annotate', await annotatedCommits(view)),
    ]
    return [{ id: 'all', inputs }]
  },
  run: (job) =>
    withDuck(job, job.machine.cores, async (duck) => {
      const { view } = job
      const { select, seed } = view.recipe
      const scored = await scoredCommits(view)
      const annotated = await annotatedCommits(view)
      const { keep, where } = applicable(view, (event, fields) => job.log(event, fields))
      const folder = `selections/${selectionId(view.fingerprints.select)}`
      const ledger = job.output(`${folder}/ledger.parquet`)
      const selection = job.output(`${folder}/selection.parquet`)
      const options = {
        fetched: await inputs(job, parquetFiles(filesUnder(await view.commits('fetch'), 'fetched/'))),
        scorers: await Promise.all(
          view.scorers.map(async ({ name }) => ({
            name,
            metadata: await inputs(job, filesUnder(scored, `scored/${name}/metadata/`)),
          })),
        ),
        annotators: await Promise.all(
          view.annotators.map(async (annotator) => ({
            columns: annotatorColumns(annotator),
            files: await inputs(job, filesUnder(annotated, `annotated/${annotator.name}/`)),
          })),
        ),
        keep,
        where,
        seed,
        shardSize: select.shard_size,
        maxShardBytes: select.max_shard_bytes,
      }
      const { counts, shards } = await selectSamples(duck, options, { selection, ledger })
      return { counts, account: { shards }, ledgerRows: await countRows(duck, ledger) }
    }),
}

/** Commits of the scorers that this recipe names; others may have scored the run before. */
async function scoredCommits(view: RunView): Promise<readonly Commit[]> {
  const names = view.scorers.map(({ name }) => name)
  return (await view.commits('score')).filter(({ unit }) => names.includes(scorerOf(unit)))
}

/** Commits of the heads and prompt sets that this recipe names. */
async function annotatedCommits(view: RunView): Promise<readonly Commit[]> {
  const names = view.annotators.map(({ name }) => name)
  return (await view.commits('annotate')).filter(({ unit }) => names.includes(annotatorOf(unit)))
}

/** What may judge here: outside its domain a toy model's similarity drops nothing, and the log says so. */
function applicable(view: RunView, log: Job['log']): { keep: readonly KeepRule[]; where: Where } {
  const { select, score } = view.recipe
  const keep = keepRules(select.keep, view.scorers)
  const where = parseWhere(
    select.where,
    whereColumns(
      selectTableOf(
        view.scorers.map(({ name }) => name),
        view.annotators,
      ),
    ),
  )
  const toys = score.allow_toy ? [] : view.scorers.filter(({ toy }) => toy).map(({ name }) => name)
  const byToys = view.annotators
    .filter(({ scorer }) => toys.includes(scorer))
    .flatMap((annotator) => Object.keys(annotatorColumns(annotator)))
  const isToy = (column: string): boolean =>
    toys.some((name) => column === `similarity_${name}`) ||
    byToys.includes(column) ||
    (column === 'similarity' && toys.includes(view.scorers[0]?.name ?? ''))
  const isToyRule = (rule: KeepRule): boolean =>
    [rule.scorer ?? view.scorers[0]?.name ?? '', ...(rule.kind === 'equal_pass' ? [rule.of] : [])].some(
      (name) => toys.includes(name),
    )
  const ignored = [
    ...keep.filter(isToyRule).map(() => 'select.keep'),
    ...where.terms.filter(({ columns }) => columns.some(isToy)).map(({ source }) => source),
  ]
  if (ignored.length > 0) log('toy_drops_nothing', { ignored })
  return {
    keep: keep.filter((rule) => !isToyRule(rule)),
    where: { ...where, terms: where.terms.filter(({ columns }) => !columns.some(isToy)) },
  }
}

/** Folder name of a selection. */
export function selectionId(fingerprint: string): string {
  return fingerprint.slice(0, 12)
}

export function parquetFiles(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('.parquet'))
}
