import { decodeHTMLStrict } from 'entities/decode'
import { describe, expect, it } from 'vitest'
import { decodeReferences } from './decode-references.js'

describe('decodeReferences', () => {
  it.each<[name: string, text: string, expected: string]>([
    ['nothing to do', 'A cat, sitting.', 'A cat, sitting.'],
    ['named', 'Salt &amp; Pepper', 'Salt & Pepper'],
    ['decimal', 'It&#39;s', "It's"],
    ['hexadecimal, both cases', '&#x27;&#X27;', "''"],
    ['several', '&lt;b&gt;caf&eacute;&nbsp;&euro;', '<b>café\u00A0€'],
    ['outside the BMP', '&#128512;', '\u{1F600}'],
    ['two code points', '&NotEqualTilde;', '\u2242\u0338'],
    ['the longest name', '&CounterClockwiseContourIntegral;', '\u2233'],
    ['nested', '&amp;amp;amp;lt;', '<'],
    ['nested inside a name', '&a&#109;p;lt;', '<'],
    ['nested inside a number', '&#3&#56;;amp;', '&'],
    ['nested end', '&lt&semi;', '<'],
    ['a ligature completes a name', '&&fjlig;lig;', 'fj'],
    ['no end', '&amp &lt &#39', '&amp &lt &#39'],
    ['legacy name glued to a word', '&copyright', '&copyright'],
    ['unknown name', '&alt; &amp ;', '&alt; &amp ;'],
    ['names keep their case', '&Auml;&auml;&AUML;', 'Ää&AUML;'],
    ['no name, no digits', '&; &#; &#x;', '&; &#; &#x;'],
    ['query string', '/a?b=1&c=2;d', '/a?b=1&c=2;d'],
    ['unknown before known', '&&foo&lt;', '&&foo<'],
    ['windows-1252 (13.2.5.80)', '&#146;&#x80;&#151;', '’€—'],
    ['NUL, surrogate, too high', '&#0;&#xD800;&#x110000;', '\uFFFD\uFFFD\uFFFD'],
    ['control stays for the caller', '&#8;', '\b'],
    ['leading zeros', '&#0000000065;', 'A'],
    ['30 digits at most', `&#${'0'.repeat(28)}65;&#${'0'.repeat(29)}65;`, `A&#${'0'.repeat(29)}65;`],
    ['ignorable inside', 'a&am\u200Bp\u00AD;b', 'a&b'],
    ['ignorable inside, itself escaped', '&am&#8203;p;lt;', '<'],
    ['ignorable around stays', '\u200D&#x937;\u200D', '\u200D\u0937\u200D'],
    ['ignorable kept where there is no reference', '&am\u200B p;', '&am\u200B p;'],
    ['Greek question mark, Kelvin sign', '&lt\u037E&\u212Aappa;', '<Κ'],
  ])('%s', (_name, text, expected) => {
    expect(decodeReferences(text)).toBe(expected)
  })

  it.each<[name: string, text: string, expected: string]>([
    ['nested ampersands', `&${'amp;'.repeat(1e6)}lt;`, '<'],
    ['a chain of ends', `${'&semi'.repeat(1e6)};`, ';'],
    ['open ampersands', '&'.repeat(4e6), '&'.repeat(4e6)],
    ['open names', '&am'.repeat(1e6), '&am'.repeat(1e6)],
    ['one endless number', `&#${'1'.repeat(4e6)};`, `&#${'1'.repeat(4e6)};`],
    ['one endless name', `&${'a'.repeat(4e6)};`, `&${'a'.repeat(4e6)};`],
    ['ignorables inside', `&am${'\u200B'.repeat(4e6)}p;`, '&'],
    ['ends only', `&${';'.repeat(4e6)}`, `&${';'.repeat(4e6)}`],
    ['nested numbers', `${'&#4'.repeat(1e6)}${'&#48;;'.repeat(5)}`, `${'&#4'.repeat(999_999)}(0;0;0;0;`],
  ])('hostile, megabytes long: %s', (_name, text, expected) => {
    expect(decodeReferences(text) === expected).toBe(true)
  })
  it('is what `entities` gives when asked until nothing changes', () => {
    const pool = [
      '&',
      ';',
      '#',
      'x',
      'amp',
      'lt;',
      '&semi',
      '&fjlig;',
      'lig;',
      '&#3',
      '56;',
      '&#1',
      '&#x6',
      'a',
      ' ',
      'é',
    ]
    let seed = 7
    let changed = 0
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: 12 }, () => {
        seed = (seed * 1664525 + 1013904223) >>> 0
        return pool[Math.floor((seed / 2 ** 32) * pool.length)]
      }).join('')
      let expected = text
      for (let next = decodeHTMLStrict(text); next !== expected; next = decodeHTMLStrict(next))
        expected = next
      expect(decodeReferences(text)).toBe(expected)
      if (expected !== text) changed += 1
    }
    expect(changed).toBeGreaterThan(5000)
  })
})
