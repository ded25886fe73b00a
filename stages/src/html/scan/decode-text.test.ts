import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { decodeText } from './decode-text.js'

describe('decodeText', () => {
  it.each<[raw: string, text: string]>([
    ['', ''],
    ['a & b &', 'a & b &'],
    ['a\rb\r\nc\n', 'a\nb\nc\n'],
    ['a\0b', 'ab'],
    ['&#13;&#10;', '\r\n'],
    ['&#0;', '\uFFFD'],
    ['&#x80;&#150;', '\u20AC\u2013'],
    ['&#xD800;&#x110000;', '\uFFFD\uFFFD'],
    // In text, unlike in attributes, a name without `;` counts before a letter or `=` (13.2.5.73).
    ['&ampx &notit; &copy=1', '&x \u00ACit; \u00A9=1'],
    ['&hearts &hearts;', '&hearts \u2665'],
    ['&bogus; &', '&bogus; &'],
    ['\uD800', '\uD800'],
  ])('%j as parse5 has it', (raw, text) => {
    expect(decodeText(raw)).toBe(text)
    expect(load(`<p>${raw}</p>`, { scriptingEnabled: false })('p').text()).toBe(text)
  })

  it('takes a number of any length, on which parse5 throws', () => {
    expect(decodeText(`a&#${'9'.repeat(1e6)};b`)).toBe('a\uFFFDb')
    expect(decodeText(`a&#x${'0'.repeat(1e6)}41;b`)).toBe('aAb')
  })

  it.each<[name: string, raw: string, length: number]>([
    ['1 M "&"', '&'.repeat(1e6), 1e6],
    ['1 M CR', '\r'.repeat(1e6), 1e6],
    ['1 M NUL', '\0'.repeat(1e6), 0],
    ['1 M references', '&amp;'.repeat(1e6), 1e6],
    ['1 M references without end', '&amp'.repeat(1e6), 1e6],
  ])('is linear: %s', (_name, raw, length) => {
    expect(decodeText(raw)).toHaveLength(length)
  })
})
