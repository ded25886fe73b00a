import { type Commit, RunError } from '@warc2dataset/schemas'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import { SCORE_SHARD, scoreShard } from '@warc2dataset/stages/score/score-shard'
import { inputOf } from '../commits/commits.js'
import { NO_COUNTS } from '../commits/counts.js'
import { checkedScorer } from './checked-scorer.js'
import { shardOf } from './fetch.js'
import type { Job, Permits, Phase, RunView, Unit, UnitResult } from './phase.js'
import { plannedRows } from './planned-rows.js'
import { withDuck } from './unit-tools.js'

/**
 * One scorer and one fetched shard → scored/<scorer>/: embeddings and similarities. A shard is scored as soon as it is
 * committed. Nobody leaves here: scores are measured, and judged in select.
 */
export const score: Phase = {
  name: 'score',
  upstream: ['fetch'],
  follows: { phase: 'fetch', unitsOf },
  crew: 'model',
  isIdle: ({ scorers }) => scorers.length === 0,
  stages: [SCORE_SHARD],
  admit: refuseLongCpu,
  // Which models score, and how they cut, is in the units: one more of them redoes nothing.
  config: () => ({}),
  units: async (view) => (await view.commits('fetch')).flatMap((commit) => unitsOf(commit, view)),
  run: (job) => withDuck(job, 1, (duck) => scoreOne(job, duck)),
}

/** At some ten pictures per second, this many are hours. */
const MOST_ON_CPU = 100_000

/** @throws RunError exit 2: nobody should find out after a night that the GPU was not used. */
async function refuseLongCpu(view: RunView, { provider, allowCpu }: Permits): Promise<void> {
  if (provider !== 'cpu' || allowCpu) return
  const pictures = plannedRows(await view.commits('plan'))
  if (pictures <= MOST_ON_CPU) return
  throw new RunError(
    'usage',
    `Expected a GPU, or --allow-cpu, to score ${pictures} pictures, got provider cpu: it would take days`,
  )
}

function unitsOf(commit: Commit, { scorers, recipe }: RunView): readonly Unit[] {
  const { resize } = recipe.score
  return scorers.map(({ name, digest }) => ({
    id: `${name}.${commit.unit}`,
    inputs: [
      inputOf(commit),
      { phase: 'model', unit: name, generation: 0, sha256: hashOf({ digest, resize }) },
    ],
  }))
}

/** Name of the scorer that a unit belongs to. */
export function scorerOf(unit: string): string {
  return unit.slice(0, unit.lastIndexOf('.'))
}

async function scoreOne(job: Job, duck: Parameters<typeof scoreShard>[0]): Promise<UnitResult> {
  const { view, unit } = job
  const shard = shardOf(`${unit}.x`)
  const scorer = view.scorers.find(({ name }) => name === scorerOf(unit))
  const input = job.inputs.find(({ phase }) => phase === 'fetch')
  if (scorer === undefined || input === undefined)
    throw new Error(`Expected a scorer and a shard for unit ${unit}`)
  const { files } = await view.commit('fetch', input.unit, input.generation)
  const fileOf = (extension: string) => {
    const file = files.find(({ name }) => name.startsWith('fetched/') && name.endsWith(extension))
    if (file === undefined) throw new Error(`Expected fetched/${shard}${extension} in its commit, got none`)
    return file
  }
  const tar = fileOf('.tar')
  await job.verified(tar)
  const opened = await checkedScorer(job, scorer)
  const folder = `scored/${scorer.name}`
  const tally = await scoreShard(
    duck,
    opened,
    {
      fetched: await job.verified(fileOf('.parquet')),
      readPicture: (offset, size) => view.storage.readAt(tar.name, offset, size),
      batchSize: view.recipe.score.batch_size,
      signal: job.signal,
      progress: (kept, computeMs) => job.progress({ kept, left: 0, computeMs }),
      count: job.count,
    },
    {
      images: job.output(`${folder}/img_emb/img_emb_${shard}.npy`),
      texts: job.output(`${folder}/text_emb/text_emb_${shard}.npy`),
      metadata: job.output(`${folder}/metadata/metadata_${shard}.parquet`),
      unscored: job.output(`${folder}/unscored/unscored_${shard}.parquet`),
    },
  )
  const { name, id, digest } = scorer
  const counts = { ...NO_COUNTS, in: tally.samples, kept: tally.samples }
  const environment = { ...opened.embedder.environment, batch_size: view.recipe.score.batch_size }
  return { counts, account: { scorer: { name, id, digest }, ...tally }, environment, ledgerRows: 0 }
}
