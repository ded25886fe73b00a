import { copyString } from './copy-string.js'
import { decodeReferences } from './decode-references.js'

/** How a page describes an image: no `alt`, `alt=""`, only invisible characters, or something to read. */
export type AltKind = 'missing' | 'empty' | 'blank' | 'text'

/** Cleaned text; `truncated` is true when the original had more than fits. */
export interface CleanedText {
  readonly text: string
  readonly truncated: boolean
}

const DEFAULT_MAX_CODE_POINTS = 4000
// NFC shrinks by at most 4:1 (U+1F83 and its like), so this much input always fills the output.
const MAX_COMPOSED = 4

const CLEAN_ASCII = /^[!-~]+(?: [!-~]+)*$/
// The same with letters of Western and Central Europe and their quotes and dashes, all of which NFC leaves alone.
const CLEAN_LATIN =
  /^[!-~\u00A1-\u00AC\u00AE-\u02AF\u2010-\u2015\u2018-\u201F\u2026\u20AC\u2122]+(?: [!-~\u00A1-\u00AC\u00AE-\u02AF\u2010-\u2015\u2018-\u201F\u2026\u20AC\u2122]+)*$/
// U+2800 is the blank cell of Braille: no ink, and a favourite filler for "empty" labels.
const GAP = /^[\p{White_Space}\p{Cc}\u2800]$/u
// Default_Ignorable covers bidi controls, tags, U+00AD, U+200B, U+2060.., U+FEFF and the Hangul fillers.
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]$/u
const JOINER = /^[\u200C\u200D]$/
const VARIATION_SELECTOR = /^\p{Variation_Selector}$/u
const JOINS_LEFT = /^[\p{L}\p{M}\p{Nd}\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u
const JOINS_RIGHT = /^[\p{L}\p{Extended_Pictographic}]$/u
const LONE_SURROGATE = /^[\uD800-\uDFFF]$/

/** `blank` is exactly: present, not empty, and `cleanText` leaves nothing. */
export function classifyAlt(alt: string | null): AltKind {
  if (alt === null) return 'missing'
  if (alt === '') return 'empty'
  return cleanText(alt, 1).text === '' ? 'blank' : 'text'
}

/**
 * Text as a person would see it on one line, in NFC, at most `maxCodePoints` (integer >= 1, default 4000)
 * code points.
 *
 * - character references that the page's parser left are decoded until none is left, before all else: many pages
 *   escape twice, and `&amp;amp;#39;` is an apostrophe to its author (`decodeReferences` says which count)
 * - white space, C0/C1 controls and U+2800: each run becomes one space, none at the ends
 * - dropped: every Default_Ignorable code point (bidi controls, zero-width space, word joiner, U+FEFF,
 *   fillers,
 *   tag characters, hence subdivision flags become a plain black flag) and interlinear annotation marks
 * - U+00AD soft hyphen is dropped: it shows only at a line end and would split words for every reader of the
 *   text
 * - ZWJ/ZWNJ: one kept between a letter, mark, digit or emoji and a letter or emoji, else dropped
 * - variation selectors: one kept directly after a visible character, so they cannot carry hidden data
 * - lone surrogates become U+FFFD
 *
 * Time is linear in `raw`, the result shares no memory with it, and cleaning twice changes nothing.
 */
export function cleanText(raw: string, maxCodePoints: number = DEFAULT_MAX_CODE_POINTS): CleanedText {
  const decoded = decodeReferences(raw)
  if (decoded.length <= maxCodePoints && (CLEAN_ASCII.test(decoded) || CLEAN_LATIN.test(decoded)))
    return { text: copyString(decoded), truncated: false }
  const visible = keepVisible(decoded, maxCodePoints * MAX_COMPOSED)
  const cut = cutCodePoints(visible.text.normalize('NFC'), maxCodePoints)
  return { text: copyString(cut.text), truncated: visible.truncated || cut.truncated }
}

// Bounded before NFC: reordering a long run of combining marks is quadratic.
function keepVisible(raw: string, maxCodePoints: number): CleanedText {
  let text = ''
  let count = 0
  let previous = ''
  let gap = false
  let joiner = ''
  for (const char of raw) {
    if (isGap(char)) {
      gap = previous !== ''
      joiner = ''
    } else if (char > '~' && JOINER.test(char)) {
      joiner ||= char
    } else if (char > '~' && VARIATION_SELECTOR.test(char)) {
      if (gap || joiner !== '' || previous === '' || VARIATION_SELECTOR.test(previous)) continue
      text += char
      previous = char
      count += 1
    } else if (!isInvisible(char)) {
      if (count >= maxCodePoints) return { text, truncated: true }
      if (gap) text += ' '
      else if (joiner !== '' && JOINS_LEFT.test(previous) && JOINS_RIGHT.test(char)) text += joiner
      text += char > '~' && LONE_SURROGATE.test(char) ? '\uFFFD' : char
      previous = char
      count += 1
      gap = false
      joiner = ''
    }
  }
  return { text, truncated: false }
}

function isGap(char: string): boolean {
  return char <= ' ' || (char > '~' && GAP.test(char))
}

function isInvisible(char: string): boolean {
  return char > '~' && INVISIBLE.test(char)
}

function cutCodePoints(text: string, maxCodePoints: number): CleanedText {
  if (text.length <= maxCodePoints) return { text, truncated: false }
  let units = 0
  let count = 0
  for (const char of text) {
    if (count === maxCodePoints)
      return { text: text.slice(0, units).replace(/[ \u200C\u200D]+$/, ''), truncated: true }
    units += char.length
    count += 1
  }
  return { text, truncated: false }
}
