import { type Annotator, annotatedColumns, type Commit, RunError, type Scorer } from '@warc2dataset/schemas'
import { ANNOTATE_SHARD, type Annotate, annotateShard } from '@warc2dataset/stages/annotate/annotate-shard'
import { loadHead } from '@warc2dataset/stages/heads/load-head'
import { openHead } from '@warc2dataset/stages/heads/open-head'
import { hashOf } from '@warc2dataset/stages/manifest/hash-of'
import { readNpy } from '@warc2dataset/stages/npy/read-npy'
import { openPromptSet } from '@warc2dataset/stages/prompts/open-prompt-set'
import { filesUnder, inputOf } from '../commits/commits.js'
import { NO_COUNTS } from '../commits/counts.js'
import { readAnnotators, signatureOf, vectorsName } from '../run/annotator-records.js'
import type { Job, Phase, RunView, Unit, UnitResult } from './phase.js'
import { scorerOf } from './score.js'
import { withDuck } from './unit-tools.js'

/**
 * One head or prompt set and one scored shard → annotated/<name>/: what it says of each stored embedding. No picture is
 * read and no model runs; nobody leaves here, select judges.
 */
export const annotate: Phase = {
  name: 'annotate',
  upstream: ['score'],
  isIdle: ({ annotators }) => annotators.length === 0,
  stages: [ANNOTATE_SHARD],
  // Which heads and prompt sets is in the units: one more of them redoes nothing.
  config: () => ({}),
  units: async (view) => (await view.commits('score')).flatMap((commit) => unitsOf(commit, view)),
  run: (job) => withDuck(job, 1, (duck) => annotateOne(job, duck)),
}

function unitsOf(commit: Commit, { annotators }: RunView): readonly Unit[] {
  const scorer = scorerOf(commit.unit)
  return annotators
    .filter((annotator) => annotator.scorer === scorer)
    .map(({ name, kind, digest }) => ({
      id: `${name}.${commit.unit.slice(scorer.length + 1)}`,
      inputs: [inputOf(commit), { phase: kind, unit: name, generation: 0, sha256: hashOf(digest) }],
    }))
}

/** Name of the annotator that a unit belongs to. */
export function annotatorOf(unit: string): string {
  return unit.slice(0, unit.lastIndexOf('.'))
}

async function annotateOne(job: Job, duck: Parameters<typeof annotateShard>[0]): Promise<UnitResult> {
  const { view, unit } = job
  const annotator = view.annotators.find(({ name }) => name === annotatorOf(unit))
  const input = job.inputs.find(({ phase }) => phase === 'score')
  const scorer = view.scorers.find(({ name }) => name === annotator?.scorer)
  if (annotator === undefined || input === undefined || scorer === undefined)
    throw new Error(`Expected an annotator, its scorer and a shard for unit ${unit}`)
  const commit = await view.commit('score', input.unit, input.generation)
  const fileOf = (folder: string): Promise<string> => {
    const [name] = filesUnder([commit], `scored/${scorer.name}/${folder}/`)
    const file = commit.files.find((each) => each.name === name)
    if (file === undefined) throw new Error(`Expected a file in ${folder}/ of ${input.unit}, got none`)
    return job.verified(file)
  }
  const { annotate } = await job.shared(`annotate/${annotator.name}`, async () => ({
    annotate: await openAnnotator(job, annotator, scorer),
    close: async () => {},
  }))
  const shard = unit.slice(annotator.name.length + 1)
  const samples = await annotateShard(
    duck,
    {
      metadata: await fileOf('metadata'),
      images: await fileOf('img_emb'),
      columns: annotatedColumns(annotator),
      constants: { [`${annotator.name}_by`]: signatureOf(annotator) },
      annotate,
      signal: job.signal,
      progress: (kept) => job.progress({ kept, left: 0 }),
    },
    job.output(`annotated/${annotator.name}/${shard}.parquet`),
  )
  const { name, id, digest } = annotator
  const counts = { ...NO_COUNTS, in: samples, kept: samples }
  return { counts, account: { annotator: { name, id, digest } }, ledgerRows: 0 }
}

async function openAnnotator(
  { view, scratch }: Job,
  annotator: Annotator,
  scorer: Scorer,
): Promise<Annotate> {
  const { gives } = annotator
  if (gives.kind === 'number') {
    const head = await loadHead(annotator.file)
    if (hashOf({ digest: head.digest, scorer: scorer.digest }) !== annotator.digest)
      throw new RunError(
        'model',
        `Expected head ${annotator.name} of this run at ${annotator.file}, got another`,
      )
    const say = await openHead(head)
    return (embedding) => ({ [gives.column]: say(embedding) })
  }
  const record = (await readAnnotators(view.storage)).find((each) => each.annotator.name === annotator.name)
  const prompts = record?.prompts ?? null
  if (prompts === null) throw new Error(`Expected prompts of ${annotator.name} in the run, got none`)
  const { data, columns } = await readNpy(await view.storage.toLocal(vectorsName(annotator), scratch))
  return openPromptSet(prompts.set, data, columns, prompts.scale)
}
