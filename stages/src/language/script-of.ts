import { MAX_TEXT_UNITS } from './language-evidence.js'

/** ISO 15924: a text without any letter. */
export const NO_SCRIPT = 'Zyyy'
/** ISO 15924: letters, but of no script that is counted here. */
export const OTHER_SCRIPT = 'Zzzz'

// Code and Unicode property; the more common on the web first, since an equal count goes to the first.
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Latn', /\p{Script=Latin}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Hani', /\p{Script=Han}/u],
  ['Hira', /\p{Script=Hiragana}/u],
  ['Kana', /\p{Script=Katakana}/u],
  ['Hang', /\p{Script=Hangul}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Hebr', /\p{Script=Hebrew}/u],
  ['Deva', /\p{Script=Devanagari}/u],
  ['Beng', /\p{Script=Bengali}/u],
  ['Taml', /\p{Script=Tamil}/u],
  ['Telu', /\p{Script=Telugu}/u],
  ['Knda', /\p{Script=Kannada}/u],
  ['Mlym', /\p{Script=Malayalam}/u],
  ['Gujr', /\p{Script=Gujarati}/u],
  ['Guru', /\p{Script=Gurmukhi}/u],
  ['Orya', /\p{Script=Oriya}/u],
  ['Sinh', /\p{Script=Sinhala}/u],
  ['Geor', /\p{Script=Georgian}/u],
  ['Armn', /\p{Script=Armenian}/u],
  ['Mymr', /\p{Script=Myanmar}/u],
  ['Khmr', /\p{Script=Khmer}/u],
  ['Laoo', /\p{Script=Lao}/u],
  ['Ethi', /\p{Script=Ethiopic}/u],
  ['Tibt', /\p{Script=Tibetan}/u],
  ['Mong', /\p{Script=Mongolian}/u],
  ['Thaa', /\p{Script=Thaana}/u],
  ['Syrc', /\p{Script=Syriac}/u],
  ['Cans', /\p{Script=Canadian_Aboriginal}/u],
  ['Cher', /\p{Script=Cherokee}/u],
  ['Tfng', /\p{Script=Tifinagh}/u],
  ['Nkoo', /\p{Script=Nko}/u],
  ['Bopo', /\p{Script=Bopomofo}/u],
]
const LETTER = /\p{L}/u
const ASCII = /^[\0-\x7f]*$/
const ASCII_LETTERS = /[A-Za-z]/
const ASCII_LETTER = /^[A-Za-z]$/

/**
 * ISO 15924 code of the script that most letters of the first 1000 UTF-16 units of `text` belong to. `Jpan` where
 * there is kana, counted with the Han letters; `Kore` for Hangul, with the Han letters if those are fewer; `Hani` for
 * Han letters otherwise. `Zyyy` without letters, `Zzzz` where scripts outside of the list lead. Never throws.
 */
export function scriptOf(text: string): string {
  if (ASCII.test(text)) return ASCII_LETTERS.test(text.slice(0, MAX_TEXT_UNITS)) ? 'Latn' : NO_SCRIPT
  let lead = NO_SCRIPT
  let most = 0
  for (const [code, count] of mergeHan(countScripts(text.slice(0, MAX_TEXT_UNITS)))) {
    if (count > most) {
      lead = code
      most = count
    }
  }
  return lead
}

function countScripts(text: string): ReadonlyMap<string, number> {
  const counts = new Map(SCRIPTS.map(([code]) => [code, 0]))
  let last = SCRIPTS[0]
  for (const char of text) {
    if (!(char <= '~' ? ASCII_LETTER : LETTER).test(char)) continue
    // Letters of a script come in runs, so the last one is tried first.
    if (!last?.[1].test(char)) last = SCRIPTS.find(([, property]) => property.test(char))
    const code = last?.[0] ?? OTHER_SCRIPT
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return counts
}

function mergeHan(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const of = (code: string): number => counts.get(code) ?? 0
  const kana = of('Hira') + of('Kana')
  const home = kana > 0 ? 'Jpan' : of('Hang') > 0 && of('Hang') >= of('Hani') ? 'Kore' : 'Hani'
  const merged = new Map(counts)
  for (const code of ['Hira', 'Kana', 'Hang', 'Hani']) merged.delete(code)
  merged.set('Jpan', kana).set('Kore', of('Hang'))
  return merged.set(home, (merged.get(home) ?? 0) + of('Hani'))
}
