/** A word of a text. */
export interface Word {
  readonly text: string
  /** False: a phrase cannot go on over what stands between this word and the one before. */
  readonly joined: boolean
}

// A mark without a letter before it belongs to no word.
const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\u30fc\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}\p{sc=Tale}\p{sc=Talu}\p{sc=Lana}]/u
const KATAKANA = /[\p{sc=Kana}\u30fc]/u
const MARK = /\p{M}/u

const SOFT = /^(?:['’ʼ]?\s+['’ʼ]?|[-‐‑_'’ʼ]+|\s*&\s*)$/
const SOFT_AFTER_SHORT = /^\.(?:\s+|-)?$/
/** Code units between words that a phrase goes on over. */
export const MAX_GAP = 8
const SHORT_WORD = 3

/**
 * Words of a folded text, in order, in linear time: runs of letters, numbers and marks. These are the words of UAX #29,
 * cut also at the apostrophes, points and underscores that it keeps inside ("woman's", "l'homme"), except in scripts
 * without spaces, where each character is a word and each katakana run. Unlike `Intl.Segmenter` no dictionary is asked.
 *
 * A phrase goes on over spaces, an apostrophe, `&`, and hyphens or underscores without spaces, 8 code units at most, and
 * over the point of an abbreviation (a word of at most three letters), but not over other punctuation or a spaced dash.
 */
export function splitWords(folded: string): readonly Word[] {
  const words: Word[] = []
  let end = 0
  for (const match of folded.matchAll(RUN)) {
    const [run] = match
    const gap = match.index - end > MAX_GAP ? null : folded.slice(end, match.index)
    const joined = words.length > 0 && gap !== null && goesOn(gap, words.at(-1)?.text.length ?? 0)
    end = match.index + run.length
    for (const [index, text] of (UNSPACED.test(run) ? pieces(run) : [run]).entries()) {
      words.push({ text, joined: index > 0 || joined })
    }
  }
  return words
}

/** Parts of a run with characters of scripts without spaces. */
function pieces(run: string): readonly string[] {
  const parts: string[] = []
  let text = ''
  let kind = ''
  for (const character of run) {
    const next = MARK.test(character) ? 'mark' : kindOf(character)
    if (text !== '' && next !== 'mark' && (next !== kind || next === 'single')) {
      parts.push(text)
      text = ''
    }
    text += character
    if (next !== 'mark') kind = next
  }
  return [...parts, text]
}

/**
 * How the script of a letter or number is parted. Katakana runs are words in Unicode's own rules (UAX #29, WB13); of the
 * other scripts without spaces each character is one.
 */
export function kindOf(character: string): 'spaced' | 'katakana' | 'single' {
  if (!UNSPACED.test(character)) return 'spaced'
  return KATAKANA.test(character) ? 'katakana' : 'single'
}

/** True: a phrase goes on over `gap`, at most `MAX_GAP` long, behind a word of `before` code units. */
export function goesOn(gap: string, before: number): boolean {
  if (gap === ' ') return true
  return SOFT.test(gap) || (before <= SHORT_WORD && SOFT_AFTER_SHORT.test(gap))
}
