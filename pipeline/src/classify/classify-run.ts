import { RunError, type Scorer } from '@warc2dataset/schemas'
import { type ClassVectors, classVectors } from '@warc2dataset/stages/prompts/class-vectors'
import type { LoadedPromptSet } from '@warc2dataset/stages/prompts/load-prompt-set'
import { topJson } from '@warc2dataset/stages/prompts/open-prompt-set'
import { openRanking } from '@warc2dataset/stages/prompts/rank-classes'
import type { RunView } from '../phases/phase.js'
import { embeddingShards } from '../search/embedding-shards.js'
import { withTempDuck } from '../storage/temp-duck.js'
import { type ClassCount, openTally } from './class-tally.js'
import { countKept, embeddedSamples } from './embedded-samples.js'
import { openTextSide } from './open-text-side.js'
import { type LabelledFormat, openLabelledFile } from './write-labelled.js'

export interface ClassifyOptions {
  readonly labels: LoadedPromptSet
  /** Name of a scorer of the run; the primary one if not given. */
  readonly model?: string
  readonly which: 'kept' | 'all'
  /** Labels in `top` of each row. */
  readonly top: number
  readonly out?: { readonly path: string; readonly format: LabelledFormat }
}

/** What `classify` found. */
export interface Classified {
  readonly scorer: Scorer
  readonly pictures: number
  /** Samples of the selection that have no embedding, and so no label; null where all pictures were asked for. */
  readonly withoutEmbedding: number | null
  readonly classes: readonly ClassCount[]
  readonly scale: number
  /** Texts of which the model saw only the beginning, and prompts that it could not read. */
  readonly truncated: number
  readonly unknown: number
}

/**
 * Tells the pictures of a run apart by classes in words, from the embeddings that are there: no picture is read and no
 * request made.
 * @throws RunError exit 2 for a run without scores, an unknown model or a file that cannot be written; exit 5 for a
 * model that is gone or changed, or cannot read a label.
 */
export async function classifyRun(view: RunView, options: ClassifyOptions): Promise<Classified> {
  const scorer = await scorerOf(view, options.model)
  const { labels, which, out } = options
  const read = await readLabels(labels, scorer)
  return withTempDuck(async (duck, scratch) => {
    const tally = openTally(labels.set)
    const file = out === undefined ? null : await openLabelledFile(out.path, out.format, duck, scratch)
    try {
      const tell = openTelling(labels, read, options.top, scorer)
      for await (const batch of embeddedSamples(view, { scorer: scorer.name, which, duck, scratch })) {
        const told = batch.map((sample) => tell(sample))
        for (const { best } of told) tally.add(best)
        await file?.write(told.map(({ row }) => row))
      }
      await file?.finish()
    } catch (error) {
      await file?.abort()
      throw error
    }
    const pictures = tally.pictures()
    const withoutEmbedding = which === 'kept' ? (await countKept(duck)) - pictures : null
    const { scale, truncated, unknown } = read
    return { scorer, pictures, withoutEmbedding, classes: tally.counts(), scale, truncated, unknown }
  })
}

/** @throws RunError exit 2 if the run has no scores, or none of this name. */
async function scorerOf(view: RunView, wanted: string | undefined): Promise<Scorer> {
  const name = wanted ?? view.scorers[0]?.name ?? ''
  await embeddingShards(view, name)
  const scorer = view.scorers.find((each) => each.name === name)
  if (scorer === undefined) throw new RunError('usage', `Expected a scorer of the run, got ${name}`)
  return scorer
}

async function readLabels({ set }: LoadedPromptSet, scorer: Scorer): Promise<ClassVectors> {
  const reader = await openTextSide(scorer)
  try {
    return await classVectors(set, reader)
  } finally {
    await reader.close()
  }
}

function openTelling(
  { set, digest }: LoadedPromptSet,
  { vectors, dim, scale }: ClassVectors,
  top: number,
  scorer: Scorer,
) {
  const rank = openRanking({ vectors, dim, scale, top })
  const by = `${scorer.id}, ${set.name} ${digest.slice(0, 8)}`
  const labelOf = ({ at }: { readonly at: number }): string => set.classes[at]?.label ?? ''
  return ({ key, url, embedding }: { key: string; url: string; embedding: Float32Array }) => {
    const { best: ranked } = rank(embedding)
    const [best] = ranked
    if (best === undefined) throw new Error(`Expected a class of ${set.name}, got none`)
    return { best, row: { key, url, label: labelOf(best), p: best.p, top: topJson(ranked, labelOf), by } }
  }
}
