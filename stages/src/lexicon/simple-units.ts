import { foldText } from './fold-text.js'

/** What a folded code unit is to `splitWords`: part of no word, of a run, a word of its own, part of a katakana run. */
export const KIND = { other: 0, spaced: 1, single: 2, katakana: 3 } as const

/** By code unit. */
export interface SimpleUnits {
  /** What it folds to, whatever stands beside it; 0: that may depend on its neighbours, or is not one code unit. */
  readonly folded: Uint16Array
  /** A `KIND`. */
  readonly kinds: Uint8Array
}

/**
 * First and last of the units that are looked at. In Unicode a character goes together with the one before it in NFKC only
 * if it is a mark or a Hangul jamo (Unicode Standard Annex #15, NFC_Quick_Check=Maybe); marks are sorted out, and no jamo
 * lies in these ranges.
 */
const CHOSEN: readonly (readonly [first: number, last: number])[] = [
  // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic.
  [0x0001, 0x06ff],
  [0x1e00, 0x1fff],
  // Punctuation, signs and arrows.
  [0x2000, 0x22ff],
  // Punctuation of Chinese and Japanese, and kana.
  [0x3000, 0x30ff],
]
/** Han and Hangul syllables, which fold to themselves. */
const UNCHANGED: readonly (readonly [first: number, last: number, kind: number])[] = [
  [0x4e00, 0x9fff, KIND.single],
  [0xac00, 0xd7a3, KIND.spaced],
]

const LETTER_OR_NUMBER = /^[\p{L}\p{N}]$/u
const MARK = /\p{M}/u

/** Made by `foldText`, unit by unit; `kindOf` says of a letter or number how the script it is of is parted. */
export function openSimpleUnits(kindOf: (character: string) => keyof typeof KIND): SimpleUnits {
  const [folded, kinds] = [new Uint16Array(0x10000), new Uint8Array(0x10000)]
  for (const [first, last] of CHOSEN) {
    for (let unit = first; unit <= last; unit++) {
      const before = String.fromCharCode(unit)
      const after = foldText(before)
      if (after.length !== 1 || MARK.test(before) || MARK.test(after)) continue
      folded[unit] = after.charCodeAt(0)
      kinds[unit] = LETTER_OR_NUMBER.test(after) ? KIND[kindOf(after)] : KIND.other
    }
  }
  for (const [first, last, kind] of UNCHANGED) {
    kinds.fill(kind, first, last + 1)
    for (let unit = first; unit <= last; unit++) folded[unit] = unit
  }
  return { folded, kinds }
}
