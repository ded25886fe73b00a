import { RunError, type Scorer } from '@warc2dataset/schemas'
import { type EmbeddingFiles, openEmbeddings } from '@warc2dataset/stages/search/embedding-files'
import type { RunView } from '../phases/phase.js'
import { type EmbeddingShard, embeddingShards } from './embedding-shards.js'

/** The embeddings of one scorer of a run, ready to be searched. */
export interface SearchedEmbeddings {
  readonly scorer: Scorer
  readonly shards: readonly EmbeddingShard[]
  readonly images: EmbeddingFiles
  /** Rows as those of `images`. */
  readonly texts: EmbeddingFiles
}

/**
 * Opens the embeddings of the scorer `model`, or of the primary one.
 * @throws RunError exit 2 if the run has no such scorer, no scores, or no picture that has an embedding.
 */
export async function openSearch(
  view: RunView,
  model: string | undefined,
  scratch: string,
): Promise<SearchedEmbeddings> {
  const name = model ?? view.scorers[0]?.name ?? ''
  const shards = await embeddingShards(view, name)
  const scorer = view.scorers.find((each) => each.name === name)
  if (scorer === undefined) throw new Error(`Expected the scorer ${name} in the run, got none`)
  const open = async (names: readonly string[]): Promise<EmbeddingFiles> =>
    openEmbeddings(await Promise.all(names.map((each) => view.storage.toLocal(each, scratch))))
  const images = await open(shards.map(({ images }) => images))
  const texts = await open(shards.map(({ texts }) => texts))
  if (images.rows === 0)
    throw new RunError(
      'usage',
      `Expected pictures with an embedding by ${name} in ${view.storage.place}, got none so far`,
    )
  return { scorer, shards, images, texts }
}
