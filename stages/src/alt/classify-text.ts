import { isCameraName } from './camera-name.js'
import { isDecorative } from './decorative-text.js'
import { isFileName } from './file-name.js'
import { isGeneric } from './generic-text.js'
import { seoPartsOf } from './seo-parts.js'

/** Kinds of text that do not describe a picture, in the order they are asked: the first that holds is the class. */
export const TEXT_CLASSES = ['decorative', 'camera', 'generic', 'filename', 'seo'] as const

export interface TextClass {
  /** Null: none of them, perhaps a description. */
  readonly class: (typeof TEXT_CLASSES)[number] | null
  /** How many of the `SEO_PARTS` hold, 0..5, whatever the class. */
  readonly seoScore: number
}

const MIN_SEO_SCORE = 3

/**
 * What kind of text an alt text is. `text` is cleaned (`cleanText`, at most 4000 code points), `url` the picture's,
 * '' where unknown. `seo` from a score of 3. The word lists are short and closed: a class is a hint of how the text
 * came to be, and a lower bound in languages they do not cover. Linear in `text` and `url`.
 */
export function classifyText(text: string, url: string): TextClass {
  const seoScore = seoPartsOf(text).length
  return { class: classOf(text, url, seoScore), seoScore }
}

function classOf(text: string, url: string, seoScore: number): TextClass['class'] {
  if (isDecorative(text)) return 'decorative'
  if (isCameraName(text)) return 'camera'
  if (isGeneric(text)) return 'generic'
  if (isFileName(text, url)) return 'filename'
  return seoScore >= MIN_SEO_SCORE ? 'seo' : null
}
