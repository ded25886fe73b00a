import type { Annotator, Scorer } from '@warc2dataset/schemas'
import type { Provider } from '@warc2dataset/stages/clip/model/open-tower'
import { loadHead } from '@warc2dataset/stages/heads/load-head'
import { openHead } from '@warc2dataset/stages/heads/open-head'
import { encodeHeader } from '@warc2dataset/stages/npy/npy-header'
import { classVectors } from '@warc2dataset/stages/prompts/class-vectors'
import { openScorer } from '@warc2dataset/stages/score/open-scorer'
import type { Storage } from '../storage/storage.js'
import type { RunLog } from '../worker/crew.js'
import { recordAnnotator, sameBefore, vectorsName } from './annotator-records.js'
import { promptsOf } from './load-annotators.js'

export interface AnnotatorsAtHand {
  readonly annotators: readonly Annotator[]
  readonly scorers: readonly Scorer[]
  readonly provider: Provider
  readonly log: RunLog
}

/**
 * Proves before any work that every head is what its manifest says, and embeds the prompts of every set that the run
 * does not know: from then on no model is needed to annotate.
 * @throws RunError exit 5 for a head or a model that is not what it should be; exit 4 for a name that stood for another.
 */
export async function prepareAnnotators(
  storage: Storage,
  { annotators, scorers, provider, log }: AnnotatorsAtHand,
): Promise<void> {
  for (const annotator of annotators) {
    const known = await sameBefore(storage, annotator)
    if (annotator.kind === 'head') {
      await openHead(await loadHead(annotator.file))
      await recordAnnotator(storage, annotator, null)
    } else if (known !== null) {
      await recordAnnotator(storage, annotator, known.prompts)
    } else {
      const scorer = scorers.find(({ name }) => name === annotator.scorer)
      if (scorer === undefined) throw new Error(`Expected scorer ${annotator.scorer}, got none`)
      await embedPrompts(storage, annotator, scorer, provider, log)
    }
    const { name, id, kind, digest } = annotator
    log('annotator', { name, id, kind, digest, scorer: annotator.scorer })
  }
}

/** The record is written last: with it the vectors are there, too. */
async function embedPrompts(
  storage: Storage,
  annotator: Annotator,
  scorer: Scorer,
  provider: Provider,
  log: RunLog,
): Promise<void> {
  const { set } = await promptsOf(annotator, scorer)
  const opened = await openScorer({
    manifest: scorer.manifest,
    quality: 'exact',
    provider,
    batchSize: 64,
    threads: 1,
    children: 1,
  })
  try {
    const { vectors, dim, scale, truncated, unknown } = await classVectors(set, opened)
    const data = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength)
    const header = encodeHeader('<f4', set.classes.length, dim)
    await storage.create(vectorsName(annotator), Buffer.concat([header, data]))
    await recordAnnotator(storage, annotator, { set, scale })
    log('prompts_embedded', { name: set.name, classes: set.classes.length, truncated, unknown })
  } finally {
    await opened.close()
  }
}
