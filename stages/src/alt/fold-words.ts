// Marks belong to their letter: splitting at them would break Hindi, Thai and every decomposed accent.
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const ASCII = /^[\0-\x7f]*$/
const ASCII_WORD = /[A-Za-z0-9]+/g
// Four times the longest cleaned text; more must not reach `normalize`, whose sorting of marks is quadratic.
const MAX_UNITS = 16_000

/** Words of `text` in order and in NFKC, letter case kept, split at all but letters, marks and numbers. */
export function splitWords(text: string): string[] {
  if (ASCII.test(text)) return text.slice(0, MAX_UNITS).match(ASCII_WORD) ?? []
  return text.slice(0, MAX_UNITS).normalize('NFKC').match(WORD) ?? []
}

/** `splitWords` in lower case. */
export function foldWords(text: string): string[] {
  return splitWords(text.toLowerCase())
}
