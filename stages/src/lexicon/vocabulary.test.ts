import { describe, expect, it } from 'vitest'
import { openSimpleUnits } from './simple-units.js'
import { kindOf } from './split-words.js'
import { EMPTY_HASH, hashUnit, openVocabulary } from './vocabulary.js'

const units = openSimpleUnits(kindOf)

function find(words: readonly string[], text: string) {
  const folded = [...text].map((one) => units.folded[one.charCodeAt(0)] ?? 0)
  return openVocabulary(new Set(words), units).find(text, 0, text.length, folded.reduce(hashUnit, EMPTY_HASH))
}

describe('openVocabulary', () => {
  // Landon Curt Noll's test vectors of FNV-1a, 32 bits.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('hashes %j as FNV-1a', (text, hash) => {
    expect([...text].map((one) => one.charCodeAt(0)).reduce(hashUnit, EMPTY_HASH) >>> 0).toBe(hash)
  })

  it('finds each of its words in any letter case, and no other', () => {
    const words = Array.from({ length: 1000 }, (_, at) => `word${at}`)
    expect(words.filter((word) => find(words, word.toUpperCase())?.apart.text !== word)).toEqual([])
    expect(find(words, 'word1000')).toBeNull()
    expect(find([], 'word')).toBeNull()
  })

  it('tells words of one hash apart', () => {
    const [one, other] = collision()
    expect(find([one], other)).toBeNull()
    expect(find([one, other], other)?.apart.text).toBe(other)
  })
})

/** Two words of one hash, found by trying. */
function collision(): readonly [string, string] {
  const seen = new Map<number, string>()
  for (let at = 0; ; at++) {
    const word = at.toString(36)
    const hash = [...word].map((one) => one.charCodeAt(0)).reduce(hashUnit, EMPTY_HASH)
    const known = seen.get(hash)
    if (known !== undefined) return [known, word]
    seen.set(hash, word)
  }
}
