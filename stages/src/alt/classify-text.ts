import { isCameraName } from './camera-name.js'
import { isDecorative } from './decorative-text.js'
import { isFileName } from './file-name.js'
import { isGeneric } from './generic-text.js'
import { isSeo } from './seo-parts.js'

/** Kinds of text that do not describe a picture, in the order they are asked: the first that holds is the class. */
export const TEXT_CLASSES = ['decorative', 'camera', 'generic', 'filename', 'seo'] as const

/** Null: none of them, perhaps a description. */
export type TextClass = (typeof TEXT_CLASSES)[number] | null

/**
 * What kind of text an alt text is. `text` is cleaned (`cleanText`, at most 4000 code points), `url` the picture's,
 * '' where unknown. `seo`: at least three of `SEO_PARTS` hold. The word lists are short and closed: a class is a hint of how
 * the text came to be, and a lower bound in languages they do not cover. Linear in `text` and `url`.
 */
export function classifyText(text: string, url: string): TextClass {
  if (isDecorative(text)) return 'decorative'
  if (isCameraName(text)) return 'camera'
  if (isGeneric(text)) return 'generic'
  if (isFileName(text, url)) return 'filename'
  return isSeo(text) ? 'seo' : null
}
