import { describe, expect, it } from 'vitest'
import { IMAGE_ATTRIBUTES, LINK_ATTRIBUTES, META_ATTRIBUTES, SOURCE_ATTRIBUTES } from '../image-finder.js'
import { findNameEnd, findTagEnd } from './find-tag-end.js'
import { MAX_WANTED, readAttributes } from './read-attributes.js'

function attributesOf(tag: string, ...wanted: readonly string[]): readonly (readonly [string, string])[] {
  const end = { at: 0, selfClosing: false }
  const from = findNameEnd(tag, 1)
  expect(findTagEnd(tag, from, end)).toBe(true)
  return [...readAttributes(tag, { from, to: end.at }, new Set(wanted))]
}

// The html5lib tokenizer tests (tokenizer-suite.test.ts) have the grammar; here is what they cannot ask.
describe('readAttributes', () => {
  it.each([IMAGE_ATTRIBUTES, SOURCE_ATTRIBUTES, META_ATTRIBUTES, LINK_ATTRIBUTES])(
    'reads each of %s',
    (names) => {
      for (const name of names) {
        expect(name.length).toBeLessThanOrEqual(MAX_WANTED)
        expect(attributesOf(`<img x=1 ${name.toUpperCase()}="a&amp;b" y>`, ...names)).toEqual([[name, 'a&b']])
      }
    },
  )

  it('reads none but the wanted, in the order of the tag', () => {
    expect(attributesOf('<img b=1 c=2 a=3 __proto__=4>', 'a', 'b')).toEqual([
      ['b', '1'],
      ['a', '3'],
    ])
  })

  it('takes the first of several', () => {
    expect(attributesOf('<img a a=1 A=2>', 'a')).toEqual([['a', '']])
  })

  it('reads none in a value', () => {
    expect(attributesOf(`<img x="a=1" y='a=2' z=a=3>`, 'a')).toEqual([])
  })
})
