import { describe, expect, test } from 'vitest'
import { cleanText } from './clean-text.js'

// Expected: open_clip 3.3.0, `get_clean_fn(kind)(text)`.
describe.each([
  [
    'a  Red_Ring,\tseen &amp;amp; kept… (№ 7)!',
    'a Red_Ring, seen & kept… (№ 7)!',
    'a red_ring, seen & kept… (№ 7)!',
    'a red ring seen kept… № 7',
  ],
  ['„ÄÖ“ – it’s', '"ÄÖ" – it\'s', '"äö" – it\'s', 'äö – its'],
  ['ＡＢＣ　１２', 'ABC 12', 'abc 12', 'abc 12'],
])('%j', (text, whitespace, lower, canonicalize) => {
  test('as open_clip', () => {
    expect(cleanText(text, 'none')).toBe(text)
    expect(cleanText(text, 'whitespace')).toBe(whitespace)
    expect(cleanText(text, 'lower')).toBe(lower)
    expect(cleanText(text, 'canonicalize')).toBe(canonicalize)
  })
})
