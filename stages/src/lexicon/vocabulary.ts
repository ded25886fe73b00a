import type { SimpleUnits } from './simple-units.js'
import type { Word } from './split-words.js'

/** Words, to be found by the code units of a text, so that no other word of it is cut out. */
export interface Vocabulary {
  /** `hash`: that of `hashUnit` over the folded units from `from` to before `to`. Null: it is none of these words. */
  readonly find: (text: string, from: number, to: number, hash: number) => KnownWord | null
}

/** A word as a phrase goes on to it, and as it does not. */
export interface KnownWord {
  readonly joined: Word
  readonly apart: Word
}

/** FNV-1a over code units; a word's begins with `EMPTY_HASH`. */
export const EMPTY_HASH = 0x811c9dc5 | 0
const PRIME = 0x01000193

export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME)
}

export function openVocabulary(words: ReadonlySet<string>, { folded }: SimpleUnits): Vocabulary {
  const known = [...words].map((text) => ({ joined: { text, joined: true }, apart: { text, joined: false } }))
  const hashes = Int32Array.from(words, hashWord)
  // Four places a word, the first free one from its hash on: number of the word and 1.
  const places = new Int32Array(2 ** Math.ceil(Math.log2(4 * known.length + 1)))
  const mask = places.length - 1
  for (const [number, hash] of hashes.entries()) {
    let place = hash & mask
    while (places[place] !== 0) place = (place + 1) & mask
    places[place] = number + 1
  }
  const equals = (word: string, text: string, from: number): boolean => {
    for (let at = 0; at < word.length; at++)
      if (word.charCodeAt(at) !== folded[text.charCodeAt(from + at)]) return false
    return true
  }
  return {
    find(text, from, to, hash) {
      for (let place = hash & mask; places[place] !== 0; place = (place + 1) & mask) {
        const number = (places[place] ?? 0) - 1
        const word = hashes[number] === hash ? known[number] : undefined
        if (word?.joined.text.length === to - from && equals(word.joined.text, text, from)) return word
      }
      return null
    },
  }
}

function hashWord(word: string): number {
  let hash = EMPTY_HASH
  for (let at = 0; at < word.length; at++) hash = hashUnit(hash, word.charCodeAt(at))
  return hash
}
