import { isOutOfVocabulary } from '../clip/tokens/open-tokenizer.js'
import type { Scorer } from './open-scorer.js'

/** One text as the model sees it. `vector` is L2-normalised; null: not finite. */
export interface EmbeddedText {
  readonly vector: Float32Array | null
  readonly truncated: boolean
  /** True: more of it is unknown to the model than its manifest allows. */
  readonly isUnknown: boolean
}
export type EmbeddedTexts = readonly EmbeddedText[]

/** Embeds the texts of several samples, each distinct text once. */
export async function embedTexts(
  { tokenize, embedder, model }: Scorer,
  samples: readonly (readonly string[])[],
): Promise<readonly EmbeddedTexts[]> {
  const distinct = [...new Set(samples.flat())]
  const tokenized = distinct.map((text) => tokenize(text))
  const vectors = await embedder.texts(tokenized.map(({ ids }) => ids))
  const known = new Map(
    distinct.map((text, index): [string, EmbeddedText] => {
      const tokens = tokenized[index] as (typeof tokenized)[number]
      const isUnknown = isOutOfVocabulary(tokens, model.manifest)
      return [text, { vector: vectors[index] ?? null, truncated: tokens.truncated, isUnknown }]
    }),
  )
  return samples.map((texts) => texts.map((text) => known.get(text) as EmbeddedText))
}
