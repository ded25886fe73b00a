import type { ScoredText, ScoreProblem, Text } from '@warc2dataset/schemas'
import type { EmbeddedText, EmbeddedTexts } from './embed-texts.js'

export interface RankedTexts {
  /** TEXT: the highest similarity; ties, or no similarity at all: the first in the order of the plan. */
  readonly best: ScoredText
  readonly others: readonly ScoredText[]
  readonly truncated: boolean
  /** Why `best` has no similarity. */
  readonly problem: ScoreProblem | null
  /** Of the picture and of `best`, L2-normalised; null where the model gave no finite vector for either. */
  readonly embedding: { readonly picture: Float32Array; readonly text: Float32Array } | null
}

/** Puts the texts of a sample in order of their cosine with its picture. */
export function rankTexts(
  texts: readonly Text[],
  picture: Float32Array | null,
  embedded: EmbeddedTexts,
): RankedTexts {
  const scored = texts.map((text, index): ScoredText => {
    const words = embedded[index]
    const isKnown = picture !== null && words !== undefined && words.vector !== null && !words.isUnknown
    return { ...text, similarity: isKnown ? dot(picture, words.vector as Float32Array) : null }
  })
  const at = bestOf(scored, embedded)
  const best = scored[at]
  if (best === undefined) throw new TypeError('Expected at least one text for a sample, got none')
  const words = embedded[at]
  const vector = words?.vector ?? null
  return {
    best,
    others: scored.filter((_, index) => index !== at),
    truncated: words?.truncated ?? false,
    problem: best.similarity === null ? problemOf(picture, words) : null,
    embedding: picture === null || vector === null ? null : { picture, text: vector },
  }
}

/** A text of which the model knows nothing may well be without a vector; that is not the model's fault. */
function problemOf(picture: Float32Array | null, words: EmbeddedText | undefined): ScoreProblem {
  return picture !== null && words?.isUnknown === true ? 'out_of_vocabulary' : 'not_finite'
}

/** Among texts without a similarity, one that has a vector at least keeps the picture's row. */
function bestOf(scored: readonly ScoredText[], embedded: EmbeddedTexts): number {
  let best = -1
  for (const [index, { similarity }] of scored.entries()) {
    if (similarity !== null && similarity > (scored[best]?.similarity ?? Number.NEGATIVE_INFINITY))
      best = index
  }
  return best !== -1
    ? best
    : Math.max(
        0,
        embedded.findIndex(({ vector }) => vector !== null),
      )
}

/** Cosine of two L2-normalised vectors, summed in double. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return Math.fround(sum)
}
