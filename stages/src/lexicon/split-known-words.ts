import { KIND, type SimpleUnits } from './simple-units.js'
import { goesOn, MAX_GAP, type Word } from './split-words.js'
import { EMPTY_HASH, hashUnit, type Vocabulary } from './vocabulary.js'

/**
 * The words of `vocabulary` in the text from `from` to before `to`, as `splitWords` of its `foldText` has them, without
 * those between: a word behind another one is not joined. Null: a code unit is not simple, so that it must be folded first.
 */
export function splitKnownWords(
  text: string,
  from: number,
  to: number,
  vocabulary: Vocabulary,
  { folded, kinds }: SimpleUnits,
): readonly Word[] | null {
  let words: Word[] | null = null
  // Of the word that is being read, and of the last one if it is known.
  let kind: number = KIND.other
  let start = from
  let hash = EMPTY_HASH
  let lastStart = -1
  let lastEnd = -1
  for (let at = from; at <= to; at++) {
    const unit = at === to ? 0 : text.charCodeAt(at)
    const next = kinds[unit] ?? KIND.other
    if (next === kind && next !== KIND.other && next !== KIND.single) {
      hash = hashUnit(hash, folded[unit] ?? 0)
      continue
    }
    if (folded[unit] === 0 && at < to) return null
    if (kind !== KIND.other) {
      const word = vocabulary.find(text, start, at, hash)
      if (word !== null) {
        const joined = lastEnd >= 0 && isJoined(text, lastStart, lastEnd, start, folded)
        words ??= []
        words.push(joined ? word.joined : word.apart)
      }
      lastStart = start
      lastEnd = word === null ? -1 : at
    }
    kind = next
    start = at
    hash = hashUnit(EMPTY_HASH, folded[unit] ?? 0)
  }
  return words ?? NO_WORDS
}

const NO_WORDS: readonly Word[] = []
const SPACE = 0x20

function isJoined(
  text: string,
  lastStart: number,
  lastEnd: number,
  start: number,
  folded: Uint16Array,
): boolean {
  const length = start - lastEnd
  if (length === 0) return true
  if (length === 1 && text.charCodeAt(lastEnd) === SPACE) return true
  if (length > MAX_GAP) return false
  let gap = ''
  for (let at = lastEnd; at < start; at++) gap += String.fromCharCode(folded[text.charCodeAt(at)] ?? 0)
  return goesOn(gap, lastEnd - lastStart)
}
