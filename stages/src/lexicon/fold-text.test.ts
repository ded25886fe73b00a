import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.js'

// Pairs that CaseFolding.txt (full folding, C and F) and NFKC give.
const PAIRS: readonly (readonly [text: string, folded: string])[] = [
  ['WOMAN', 'woman'],
  ['Straße', 'strasse'],
  ['STRASSE', 'strasse'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['οδος', 'οδοσ'],
  ['ﬁancée', 'fiancée'],
  ['fiance\u0301e', 'fiancée'],
  ['Ｗｏｍａｎ', 'woman'],
  ['ｶﾀｶﾅ', 'カタカナ'],
  ['wo\u00adman', 'woman'],
  ['wo\u200dman', 'woman'],
  ['a\u200bb', 'a b'],
  ['ǅ', 'ǆ'.normalize('NFKC')],
]

describe('foldText', () => {
  it.each(PAIRS)('%j is %j', (text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  it('makes one i of the Turkish ones', () => {
    expect(foldText('TÜRKİYE ısırık')).toBe('türkiye isirik')
  })

  it('agrees with the simple case folding of /iu wherever a character has one, save Turkish', () => {
    const wrong: string[] = []
    for (let code = 0x80; code < 0x3000; code++) {
      const character = String.fromCodePoint(code)
      const upper = character.toUpperCase()
      if ([...upper].length !== 1 || upper === character) continue
      if (!new RegExp(`^${upper}$`, 'iu').test(character) || 'ıİ'.includes(character)) continue
      if (foldText(upper) !== foldText(character)) wrong.push(character)
    }
    expect(wrong).toEqual([])
  })

  it('looks at 16,000 code units, at most', () => {
    expect(foldText('a'.repeat(20_000))).toHaveLength(16_000)
  })
})
