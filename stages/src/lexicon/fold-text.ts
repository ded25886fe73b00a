/**
 * Code units of a text that are looked at: four times the longest cleaned text. More must not reach `normalize`, whose
 * sorting of marks is quadratic.
 */
export const MAX_UNITS = 16_000
const ASCII = /^[\0-\x7f]*$/
// The zero-width space parts words of scripts without spaces; the other ignorables lie inside words.
const ZERO_WIDTH_SPACE = /\u200b/g
const IGNORABLE = /\p{Default_Ignorable_Code_Point}+/gu
const FINAL_SIGMA = /ς/g
const DOTTED_I = /\u0130/g

/**
 * The first 16,000 code units of `text` in NFKC, without ignorable characters and with letter case folded, as the
 * toNFKC_Casefold of Unicode (The Unicode Standard, §3.13) does it, except that the Turkish dotted capital and dotless
 * small i also become i, since a text in capitals does not tell its language.
 */
export function foldText(text: string): string {
  const seen = text.slice(0, MAX_UNITS)
  if (ASCII.test(seen)) return seen.toLowerCase()
  const plain = seen
    .normalize('NFKC')
    .replace(ZERO_WIDTH_SPACE, ' ')
    .replace(IGNORABLE, '')
    .replace(DOTTED_I, 'I')
  return plain.toUpperCase().toLowerCase().replace(FINAL_SIGMA, 'σ').normalize('NFKC')
}
