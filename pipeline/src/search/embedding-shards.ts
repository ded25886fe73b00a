import type { CommittedFile } from '@warc2dataset/schemas'
import { RunError } from '@warc2dataset/schemas'
import type { RunView } from '../phases/phase.js'
import { scorerOf } from '../phases/score.js'

/** What one scorer left of one fetched shard; row i of the three belongs together. Names within the run's storage. */
export interface EmbeddingShard {
  /** Digits of the fetched shard. */
  readonly shard: string
  /** .npy, float16 [rows, dim], L2-normalised. */
  readonly images: string
  readonly texts: string
  /** Parquet of `scoredColumns`. */
  readonly metadata: string
}

/**
 * The embeddings of a run by one scorer, as far as they are committed, in shard order.
 * @throws RunError exit 2 if the run has no such scorer, or no scores at all.
 */
export async function embeddingShards(view: RunView, scorer: string): Promise<readonly EmbeddingShard[]> {
  const names = view.scorers.map(({ name }) => name)
  if (!names.includes(scorer)) {
    throw new RunError(
      'usage',
      names.length === 0
        ? `Expected a run with scores, got ${view.storage.place}, which has none: name a model in score.models and run it again`
        : `Expected a scorer of the run (${names.join(', ')}), got ${scorer}`,
    )
  }
  const commits = (await view.commits('score')).filter(({ unit }) => scorerOf(unit) === scorer)
  return commits.map(({ unit, files }) => ({
    shard: unit.slice(scorer.length + 1),
    images: fileIn(files, 'img_emb'),
    texts: fileIn(files, 'text_emb'),
    metadata: fileIn(files, 'metadata'),
  }))
}

function fileIn(files: readonly CommittedFile[], folder: string): string {
  const file = files.find(({ name }) => name.includes(`/${folder}/`))
  if (file === undefined) throw new Error(`Expected a file in ${folder}/ of a score commit, got none`)
  return file.name
}
