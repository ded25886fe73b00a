import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.js'
import { KIND, openSimpleUnits } from './simple-units.js'
import { kindOf } from './split-words.js'

const { folded, kinds } = openSimpleUnits(kindOf)
const simple = [...folded.keys()].filter((unit) => folded[unit] !== 0)

describe('simple units', () => {
  it('fold to the same one between other letters, at the ends, and twice', () => {
    const wrong = simple.filter((unit) => {
      const [before, after] = [String.fromCharCode(unit), String.fromCharCode(folded[unit] ?? 0)]
      return ['x', 'ά', 'か', '가', '각', 'ا', ' ', before].some(
        (other) => foldText(`${other}${before}${other}`) !== `${foldText(other)}${after}${foldText(other)}`,
      )
    })
    expect(wrong).toEqual([])
    expect(simple.length).toBeGreaterThan(30_000)
  })

  it('have the kind that splitWords sees in them', () => {
    const wrong = simple.filter((unit) => {
      const after = String.fromCharCode(folded[unit] ?? 0)
      const kind = /[\p{L}\p{N}]/u.test(after) ? kindOf(after) : 'other'
      return kinds[unit] !== KIND[kind]
    })
    expect(wrong).toEqual([])
  })

  it.each([
    ['a letter', 'A', 'a'],
    ['a capital of Greek, without a final form', 'Σ', 'σ'],
    ['the final sigma', 'ς', 'σ'],
    ['the dotted capital I', 'İ', 'i'],
    ['a space without a break', '\u00a0', ' '],
    ['a Roman numeral', 'Ⅰ', 'i'],
  ])('are %s', (_, text, after) => {
    expect(String.fromCharCode(folded[text.charCodeAt(0)] ?? 0)).toBe(after)
  })

  it.each([
    ['NUL', '\0'],
    ['a combining mark', '\u0301'],
    ['the soft hyphen, which falls away', '\u00ad'],
    ['a letter that becomes two', 'ß'],
    ['a ligature', 'ﬁ'],
    ['Hangul jamo, which join the syllable before them', '\u11a8'],
    ['half of a surrogate pair', '\ud83d'],
  ])('are not %s', (_, text) => {
    expect(folded[text.charCodeAt(0)]).toBe(0)
  })
})
