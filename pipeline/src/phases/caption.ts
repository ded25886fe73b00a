import { type Commit, type Input, RunError } from '@warc2dataset/schemas'
import { openAskOnce } from '@warc2dataset/stages/caption/ask-once'
import { noCaption } from '@warc2dataset/stages/caption/caption-outcome'
import { sentAlt } from '@warc2dataset/stages/caption/caption-question'
import {
  CAPTION_SHARD,
  type CaptionShardInput,
  captionShard,
} from '@warc2dataset/stages/caption/caption-shard'
import { captionedSamplesSql } from '@warc2dataset/stages/caption/captioned-sample'
import { openCaptionRanking } from '@warc2dataset/stages/caption/rank-captions'
import type { Duck } from '@warc2dataset/stages/parquet/duck'
import { inputOf } from '../commits/commits.js'
import { NO_COUNTS } from '../commits/counts.js'
import { openAnswers } from '../run/caption-answers.js'
import { type Asking, checkCaptioner, openAsking } from './caption-endpoint.js'
import { shardFiles } from './caption-files.js'
import { openTemplate } from './caption-template.js'
import { type CaptionWish, captionRules, captionWish, templateScorer } from './caption-wishes.js'
import { checkedScorer } from './checked-scorer.js'
import type { Job, Phase, RunView, Unit, UnitResult } from './phase.js'
import { withDuck } from './unit-tools.js'

/** One fetched shard → captions/: what a model writes about its pictures. Nobody leaves here; select chooses. */
export const caption: Phase = {
  name: 'caption',
  upstream: ['annotate'],
  crew: 'model',
  isIdle: ({ recipe }) => recipe.caption.backend === 'none',
  stages: [CAPTION_SHARD],
  // Who writes and what is asked is in the units: another prompt redoes nothing else.
  config: () => ({}),
  admit: async (view) => checkCaptioner(view),
  units,
  run: (job) => withDuck(job, 1, (duck) => captionOne(job, duck)),
}

async function units(view: RunView): Promise<readonly Unit[]> {
  const { model, digest } = await captionWish(view)
  const [scored, annotated, captioned] = await Promise.all([
    view.commits('score'),
    view.commits('annotate'),
    view.commits('caption'),
  ])
  const byUnit = (commits: readonly Commit[]) => new Map(commits.map((commit) => [commit.unit, commit]))
  const [scores, annotations, before] = [byUnit(scored), byUnit(annotated), byUnit(captioned)]
  return (await view.commits('fetch')).map((commit) => {
    const own = [
      ...view.scorers.map(({ name }) => scores.get(`${name}.${commit.unit}`)),
      ...view.annotators.map(({ name }) => annotations.get(`${name}.${commit.unit}`)),
    ].filter((each) => each !== undefined)
    return {
      id: commit.unit,
      inputs: [
        ...[commit, ...own].map(inputOf),
        (view.captionsStand === true ? wishOf(before.get(commit.unit)) : undefined) ?? {
          phase: 'caption',
          unit: model,
          generation: roundOf(before.get(commit.unit), view.retryFailed === true),
          sha256: digest,
        },
      ],
    }
  })
}

/** What a unit was asked for. */
function wishOf(commit: Commit | undefined): Input | undefined {
  return commit?.inputs.find(({ phase }) => phase === 'caption')
}

/** How often what was left open has been asked for again: a unit is stale by that only where somebody wants it. */
function roundOf(commit: Commit | undefined, retryFailed: boolean): number {
  const round = wishOf(commit)?.generation ?? 0
  return retryFailed && Number(commit?.account['open'] ?? 0) > 0 ? round + 1 : round
}

async function captionOne(job: Job, duck: Duck): Promise<UnitResult> {
  const { view, unit, signal } = job
  const { backend, concurrency, fuse } = view.recipe.caption
  const wish = await captionWish(view)
  if (job.inputs.find(({ phase }) => phase === 'caption')?.sha256 !== wish.digest)
    throw new Error(`Expected unit ${unit} to ask what the recipe of this worker says, got another question`)
  const shard = await shardFiles(job)
  const { keep, where, ignored } = captionRules(view)
  if (ignored.length > 0) job.log('toy_drops_nothing', { ignored })
  const isTemplate = backend === 'template'
  const samples = await captionedSamplesSql(duck, {
    fetched: [shard.fetched],
    scorers: shard.scored.map(({ name, metadata }) => ({ name, metadata: [metadata] })),
    annotators: shard.annotated,
    keep,
    where,
    template: isTemplate ? shard.scoredBy(templateScorer(view).name).metadata : null,
  })
  const asking = isTemplate ? null : await openAsking(job)
  const [primary] = view.scorers
  const tally = await captionShard(
    duck,
    {
      samples,
      caption:
        asking === null
          ? await openTemplate(job, shard.scoredBy(templateScorer(view).name).images)
          : askOnce(job, wish, asking, shard.tar),
      // A few more than there are requests: the next are read and hashed meanwhile.
      atOnce: concurrency + 4,
      model: wish.model,
      prompts: wish.candidates.map(({ prompt }) => prompt),
      isFused: (text) => !isTemplate && fuse && sentAlt(text) !== '',
      rank:
        primary === undefined
          ? null
          : openCaptionRanking(() => checkedScorer(job, primary), shard.scoredBy(primary.name).images),
      signal,
      progress: (kept) => job.progress({ kept, left: 0 }),
    },
    job.output(`captions/${unit}.parquet`),
  )
  throwIfOver(asking)
  const { pictures, outcomes, open, known, tokensIn, tokensOut } = tally
  const captioner = { backend, model: wish.model, prompts: wish.candidates.map(({ prompt }) => prompt) }
  return {
    counts: { ...NO_COUNTS, in: pictures, kept: pictures },
    account: { captioner, pictures, candidates: wish.candidates.length, outcomes, open },
    // A run that was stopped has more of them from before: they decide nothing.
    environment: {
      from_answers: known,
      requests: asking?.requests() ?? 0,
      tokens_in: tokensIn,
      tokens_out: tokensOut,
    },
    ledgerRows: 0,
  }
}

function askOnce(
  job: Job,
  { model, candidates }: CaptionWish,
  asking: Asking,
  tar: string,
): CaptionShardInput['caption'] {
  const { storage, recipe } = job.view
  return openAskOnce({
    model,
    candidates,
    fuse: recipe.caption.fuse,
    maxArea: recipe.caption.max_area,
    readPicture: (offset, size) => storage.readAt(tar, offset, size),
    answers: openAnswers(storage, model),
    ...asking,
    refusal: () => {
      throwIfOver(asking)
      return asking.isOverBudget() ? noCaption('over_budget', 'no request is left') : null
    },
  })
}

/** @throws RunError exit 6: what was answered is stored, the rest is asked when the run goes on. */
function throwIfOver(asking: Asking | null): void {
  const problem = asking?.problem() ?? null
  if (problem === null) return
  throw new RunError(
    'blocked',
    `The caption endpoint cannot be asked any more: ${problem}. Its answers are kept: the same command continues.`,
  )
}
