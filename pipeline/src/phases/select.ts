import { annotatorColumns, type Commit, type Recipe } from '@warc2dataset/schemas'
import type { CaptionWish } from '@warc2dataset/stages/select/choose-captions'
import type { CutShard } from '@warc2dataset/stages/select/cut-dataset'
import type { BucketWish } from '@warc2dataset/stages/select/place-samples'
import { SELECT_SAMPLES, selectSamples } from '@warc2dataset/stages/select/select-samples'
import { filesUnder, inputOfAll } from '../commits/commits.js'
import { annotatorOf } from './annotate.js'
import { selectRules } from './applicable-rules.js'
import type { Phase, RunView } from './phase.js'
import { scorerOf } from './score.js'
import { countRows, inputs, withDuck } from './unit-tools.js'

/** All fetched rows → selections/<id>/: what is kept, where it goes, and the ledger of everybody still there. */
export const select: Phase = {
  name: 'select',
  upstream: ['fetch', 'score', 'annotate', 'caption'],
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
      inputOfAll('caption', view.recipe.select.caption === 'alt' ? [] : await view.commits('caption')),
    ]
    return [{ id: 'all', inputs }]
  },
  run: (job) =>
    withDuck(job, job.machine.cores, async (duck) => {
      const { view } = job
      const { select, seed } = view.recipe
      const scored = await scoredCommits(view)
      const annotated = await annotatedCommits(view)
      const { keep, where, caption, ignored } = selectRules(view)
      if (ignored.length > 0) job.log('toy_drops_nothing', { ignored })
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
        captions: {
          wish: captionWish(caption),
          files: caption === 'alt' ? [] : await inputs(job, captionFiles(await view.commits('caption'))),
        },
        buckets: bucketWish(view.recipe),
        split: select.split,
        seed,
        shardSize: select.shard_size,
        maxShardBytes: select.max_shard_bytes,
      }
      const selected = await selectSamples(duck, options, { selection, ledger })
      const { counts, shards, captions, shrunkTooSmall } = selected
      const account: SelectedAccount = { shards, captions, shrunk_too_small: shrunkTooSmall }
      return { counts, account: { ...account }, ledgerRows: await countRows(duck, ledger) }
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

/** The recipe's buckets; what is or was cut from the original is placed by that. */
function bucketWish({ select, fetch }: Recipe): BucketWish | null {
  const spec = select.bucket
  const isOfOriginal = fetch.resize.mode === 'bucket' || fetch.keep_original
  return spec === 'none' ? null : { spec, of: isOfOriginal ? 'original' : 'stored' }
}

function captionWish(rule: Recipe['select']['caption']): CaptionWish {
  if (typeof rule === 'string') return { kind: rule }
  if ('mix' in rule) return { kind: 'mix', ...rule.mix }
  return { kind: 'raw_then_synth', ...rule.raw_then_synth }
}

/** The account of select's one unit. */
export interface SelectedAccount {
  /** In the order of dataset/. */
  readonly shards: readonly CutShard[]
  /** Of the kept samples; `fell_back`: the alt, where the rule asked for a caption that nobody wrote. */
  readonly captions: Readonly<Record<'alt' | 'synthetic' | 'fell_back', number>>
  /** Of bucket_too_small: those whose original was large enough, but not what fetch stored. */
  readonly shrunk_too_small: number
}

/** The shards that a selection gives, in their order. */
export async function selectedShards(view: RunView): Promise<readonly CutShard[]> {
  return (await selectedAccount(view))?.shards ?? []
}

/** What select made of the kept samples; null before it is done. */
export async function selectedAccount(view: RunView): Promise<SelectedAccount | null> {
  const [commit] = await view.commits('select')
  return (commit?.account ?? null) as SelectedAccount | null
}

/** Folder name of a selection. */
export function selectionId(fingerprint: string): string {
  return fingerprint.slice(0, 12)
}

/** The answers that are stored beside are not among them. */
function captionFiles(commits: readonly Commit[]): readonly string[] {
  return parquetFiles(filesUnder(commits, 'captions/'))
}

export function parquetFiles(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('.parquet'))
}
