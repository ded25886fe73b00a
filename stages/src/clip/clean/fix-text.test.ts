import { describe, expect, test } from 'vitest'
import { fixText } from './fix-text.js'
import { unescapeHtml } from './unescape-html.js'

// Expected: ftfy 6.3.1 and Python 3.11.

describe('fixText', () => {
  test.each([
    ['plain', 'plain'],
    ['Broken text&hellip; it&#x2019;s ﬂubberiﬁc!', "Broken text… it's flubberific!"],
    ['ＬＯＵＤ　ＮＯＩＳＥＳ Ｕﾀｰﾝ', 'LOUD NOISES Uターン'],
    ['“a” ‘b’ ʼc', "\"a\" 'b' 'c"],
    [
      'P&EACUTE;REZ &ntilde; &Ntilde; &NTILDE; &nTILDE; BUNDESSTRA&SZLIG;E',
      'PÉREZ ñ Ñ Ñ &nTILDE; BUNDESSTRASSE',
    ],
    ['a &lt; b\n<b> &lt;\n&lt;', 'a < b\n<b> &lt;\n&lt;'],
    ['&amp;amp;amp;lt;', '<'],
    ['\x1b[36;44mblue\x1b[0m \x00\ufeff\u206a!', 'blue !'],
    ['a\r\nb\rc\u2028d\x85e', 'a\nb\nc\nd…e'],
    ['e\u0301 \ud83d x', 'é \ufffd x'],
    ['MedellÃ\xadn', 'Medellín'],
    ['âœ” No problems', '✔ No problems'],
    ['voilÃ le travail', 'voilà le travail'],
    ['â€œ like this â€\ufffd', '" like this \ufffd'],
    ['ÐŸÑ€Ð¸Ð²ÐµÑ‚', 'Привет'],
    ['РџСЂРёРІРµС‚', 'Привет'],
    ['plätzchen\x80, ok', 'plätzchen€, ok'],
    ['√© – x', '√© – x'],
    ['â€œ\x1a', '"'],
    ['Ã la mode', 'à la mode'],
    ['Łódź, Žižkov, Ærø, “ÅÄÖ”', 'Łódź, Žižkov, Ærø, "ÅÄÖ"'],
  ])('%j', (text, expected) => {
    expect(fixText(text)).toBe(expected)
  })
})

describe('unescapeHtml', () => {
  test.each([
    ['&eacute;&eacute&copycat;&notit;&notin;', 'éé©cat;¬it;∉'],
    ['&#233;&#xE9&#XE9;', 'ééé'],
    ['&#128;&#150;&#129;', '€–\x81'],
    ['&#0;&#xd800;&#x110000;&#99999999999999999999;', '\ufffd\ufffd\ufffd\ufffd'],
    ['[&#1;&#xb;&#x7f;&#xfffe;&#x1ffff;&#xfdd0;&#13;]', '[\r]'],
    ['&unknown; & &; &# &#x;', '&unknown; & &; &# &#x;'],
    ['&NotEqualTilde;', '\u2242\u0338'],
    ['&constructor;&__proto__;', '&constructor;&__proto__;'],
  ])('%j', (text, expected) => {
    expect(unescapeHtml(text)).toBe(expected)
  })
})

test('escapes without an end, and marks without an end, are left as they are', () => {
  const escaped = fixText(`&${'amp;'.repeat(100_000)}`)
  expect(escaped).toBe(`&${'amp;'.repeat(100_000 - 32)}`)
  const marks = fixText(`e${'\u0301\u0323'.repeat(100_000)}`)
  expect(marks.length).toBeGreaterThan(199_000)
})
