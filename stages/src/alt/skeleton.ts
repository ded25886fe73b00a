const MAX_CODE_POINTS = 200
// Cleaned text has at most 4000 code points; more must not reach `normalize`, whose sorting of marks is quadratic.
const MAX_UNITS = 16_000
const ADDRESS = /(?:https?:\/\/|www\.)\S+/g
const DIGITS = /\p{Nd}+/gu
const GAP = /\s+/g

/**
 * What is left of a text when its variable parts are taken out, so that texts made by one template are equal: NFKC,
 * lower case, web addresses `§`, runs of decimal digits `#`, runs of white space one space, trimmed, at most 200 code
 * points. `Photo 12 of 30` and `photo 7  of 9` are both `photo # of #`. Linear in `text`; calling it twice changes
 * nothing.
 */
export function skeletonOf(text: string): string {
  const folded = text
    .slice(0, MAX_UNITS)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(ADDRESS, '§')
    .replace(DIGITS, '#')
    .replace(GAP, ' ')
    .trim()
  if (folded.length <= MAX_CODE_POINTS) return folded
  return [...folded].slice(0, MAX_CODE_POINTS).join('').trimEnd()
}
