import { foldWords } from './fold-words.js'
import { GENERIC_WORDS } from './generic-words.js'

const LISTED = new Set(Object.values(GENERIC_WORDS).flatMap((list) => list.split('|')))
const NUMBER = /^\p{N}+$/u
const WORD_AND_NUMBER = /^(\D{2,})\d{1,4}$/
const MAX_WORDS = 2
// Longer than any listed phrase with a number, so that a caption is not folded in vain.
const MAX_UNITS = 64

/**
 * The text says only that there is a picture, or names its place or button on the page: a phrase of `GENERIC_WORDS`,
 * or at most two words that are each listed. Numbers after it do not count: `Image 3`, `photo2`, `Bild (12)`.
 */
export function isGeneric(text: string): boolean {
  if (text.length > MAX_UNITS) return false
  const words = foldWords(text)
  while (words.length > 1 && NUMBER.test(words.at(-1) ?? '')) words.pop()
  const last = WORD_AND_NUMBER.exec(words.at(-1) ?? '')?.[1]
  if (last !== undefined) words[words.length - 1] = last
  if (words.length === 0) return false
  return LISTED.has(words.join(' ')) || (words.length <= MAX_WORDS && words.every((word) => LISTED.has(word)))
}
