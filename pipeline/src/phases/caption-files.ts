import { annotatorColumns, type Columns, type Commit, type CommittedFile } from '@warc2dataset/schemas'
import { annotatorOf } from './annotate.js'
import type { Job } from './phase.js'
import { scorerOf } from './score.js'

/** What one scorer left of a shard: local paths. */
export interface ScoredFiles {
  readonly name: string
  readonly metadata: string
  readonly images: string
}

/** What is known of one fetched shard: local paths, but for the tar. */
export interface ShardFiles {
  readonly fetched: string
  /** Name of the tar in the run's storage. */
  readonly tar: string
  /** In the order of the recipe. */
  readonly scored: readonly ScoredFiles[]
  /** @throws Error if it did not score the shard. */
  readonly scoredBy: (name: string) => ScoredFiles
  /** One for each annotator of the recipe. */
  readonly annotated: readonly { readonly columns: Columns; readonly files: readonly string[] }[]
}

/** The files of what the unit was told to read, each hashed again. */
export async function shardFiles(job: Job): Promise<ShardFiles> {
  const { view, unit, inputs } = job
  const commitsOf = (phase: 'fetch' | 'score' | 'annotate'): Promise<readonly Commit[]> =>
    Promise.all(
      inputs
        .filter((input) => input.phase === phase)
        .map((input) => view.commit(phase, input.unit, input.generation)),
    )
  const fileOf = ({ files, unit: of }: Commit, prefix: string, extension: string): CommittedFile => {
    const file = files.find(({ name }) => name.startsWith(prefix) && name.endsWith(extension))
    if (file === undefined)
      throw new Error(`Expected ${prefix}…${extension} in the commit of ${of}, got none`)
    return file
  }
  const [fetched] = await commitsOf('fetch')
  if (fetched === undefined) throw new Error(`Expected a fetched shard for unit ${unit}, got none`)
  const tar = fileOf(fetched, 'fetched/', '.tar')
  await job.verified(tar)
  const scored = await Promise.all(
    (await commitsOf('score')).map(async (commit) => {
      const name = scorerOf(commit.unit)
      return {
        name,
        metadata: await job.verified(fileOf(commit, `scored/${name}/metadata/`, '.parquet')),
        images: await job.verified(fileOf(commit, `scored/${name}/img_emb/`, '.npy')),
      }
    }),
  )
  const annotations = await commitsOf('annotate')
  const annotated = await Promise.all(
    view.annotators.map(async (annotator) => {
      const commit = annotations.find((each) => annotatorOf(each.unit) === annotator.name)
      const files = commit === undefined ? [] : [await job.verified(fileOf(commit, 'annotated/', '.parquet'))]
      return { columns: annotatorColumns(annotator), files }
    }),
  )
  return {
    fetched: await job.verified(fileOf(fetched, 'fetched/', '.parquet')),
    tar: tar.name,
    scored,
    scoredBy: (name) => {
      const files = scored.find((each) => each.name === name)
      if (files === undefined) throw new Error(`Expected scores of ${name} for unit ${unit}, got none`)
      return files
    },
    annotated,
  }
}
