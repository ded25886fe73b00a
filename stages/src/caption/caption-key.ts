import { hashOf } from '../manifest/hash-of.js'
import { type CaptionQuestion, FUSE_TEXT, sentAlt } from './caption-question.js'

/**
 * sha256, hex, over all of a question that decides the answer but the picture, its alt and the model. `maxArea`: larger
 * pictures are sent scaled down to this area, px²; null: as they are stored.
 */
export function promptHash(question: CaptionQuestion, maxArea: number | null = null): string {
  const { prompt, fuse, temperature, maxTokens, seed } = question
  const area = maxArea === null ? {} : { maxArea }
  return hashOf({ prompt, fuse: fuse ? FUSE_TEXT : null, temperature, maxTokens, seed, ...area })
}

export interface CaptionKeyParts {
  /** Of the picture as it is stored, hex. */
  readonly sha256: string
  readonly model: string
  /** `promptHash` of the question. */
  readonly prompt: string
  /** The alt if the question fuses it, else null: then one answer serves whatever the page says. */
  readonly fusedAlt: string | null
}

/** Key of the cache, sha256, hex: two requests with one key would be the same request. */
export function captionKey({ sha256, model, prompt, fusedAlt }: CaptionKeyParts): string {
  return hashOf({ sha256, model, prompt, alt: fusedAlt === null ? null : sentAlt(fusedAlt) })
}
