import { describe, expect, it } from 'vitest'
import { type AltKind, classifyAlt, cleanText } from './clean-text.js'

describe('cleanText', () => {
  it.each<[name: string, raw: string, expected: string]>([
    ['empty', '', ''],
    ['plain', 'A cat, sitting.', 'A cat, sitting.'],
    ['white space runs', '\t a \r\n\u00A0\u2003\u3000b\u2028c\u0085d ', 'a b c d'],
    ['C0, C1, DEL, NUL', 'a\0b\x1Bc\x7Fd\x9Be', 'a b c d e'],
    ['NFC', 'e\u0301 \u212B', 'é Å'],
    ['NFC across a dropped mark', 'e\u200E\u0301', 'é'],
    ['bidi controls', '\u202Aa\u202Eb\u202Cc\u2066d\u2069\u200E\u200F\u061C', 'abcd'],
    ['tag characters', 'x\u{E0001}\u{E0041}\u{E007F}y', 'xy'],
    [
      'England becomes a black flag',
      '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
      '\u{1F3F4}',
    ],
    ['BOM, ZWSP, word joiner', '\uFEFFa\u200Bb\u2060c', 'abc'],
    ['soft hyphen', 'foto\u00ADgraf', 'fotograf'],
    ['fillers', '\u3164\u115F\u2800\uFFA0', ''],
    ['annotation marks', '\uFFF9a\uFFFAb\uFFFB', 'ab'],
    ['lone surrogates', '\uD800a\uDC00', '\uFFFDa\uFFFD'],
    ['surrogate pair', '\u{1F600}', '\u{1F600}'],
    ['emoji ZWJ', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}', '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'],
    ['emoji skin ZWJ', '\u{1F9D1}\u{1F3FD}\u200D\u2695\uFE0F', '\u{1F9D1}\u{1F3FD}\u200D\u2695\uFE0F'],
    ['emoji VS ZWJ', '\u{1F3F3}\uFE0F\u200D\u{1F308}', '\u{1F3F3}\uFE0F\u200D\u{1F308}'],
    ['Persian ZWNJ', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['Persian digit ZWNJ', '۲۰\u200Cساله', '۲۰\u200Cساله'],
    ['Hindi ZWJ after virama', 'क्\u200Dष', 'क्\u200Dष'],
    ['ZWJ run', 'a\u200D\u200C\u200Db', 'a\u200Db'],
    ['ZWJ at the ends and at spaces', '\u200Da\u200D b\u200C', 'a b'],
    ['ZWJ by punctuation', 'a\u200D.\u200Db', 'a.b'],
    ['one variation selector', '葛\u{E0100}\u{E0101}\uFE0F', '葛\u{E0100}'],
    ['variation selector after nothing', '\uFE0F a \uFE0Fb', 'a b'],
    ['Arabic number sign is visible', '\u0600١', '\u0600١'],
    ['escaped twice: ampersand', 'Salt &amp; Pepper', 'Salt & Pepper'],
    ['escaped twice: apostrophe', 'It&#39;s', "It's"],
    ['escaped twice: space', 'a&nbsp;&nbsp;b&nbsp;', 'a b'],
    ['escaped twice: letter and mark', 'caf&eacute; e&#769;', 'café é'],
    ['escaped twice: markup', '&lt;b&gt;', '<b>'],
    ['escaped five times', '&amp;amp;amp;lt;', '<'],
    ['escaped control, bidi control, BOM', 'a&#8;b&#x202E;c&#xFEFF;d&rlm;', 'a bcd'],
    ['escaped surrogate, NUL', 'a&#xD800;&#0;', 'a\uFFFD\uFFFD'],
    ['escaped ZWNJ stays where a plain one does', 'می&zwnj;خواهم&zwnj;', 'می\u200Cخواهم'],
    ['reference hidden by a character that goes', 'a&am\u200Bp;b&l\u202Et;', 'a&b<'],
    ['reference that NFC would make', '&lt\u037E&\u212Aappa;', '<Κ'],
    ['reference without its end', 'R&D AT&T &copy 2020 ?a=1&lt=2', 'R&D AT&T &copy 2020 ?a=1&lt=2'],
    ['markup is text', '"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'],
  ])('%s', (_name, raw, expected) => {
    expect(cleanText(raw)).toEqual({ text: expected, truncated: false })
  })

  it.each<[raw: string, max: number, text: string, truncated: boolean]>([
    ['abcd', 4, 'abcd', false],
    ['abcde', 4, 'abcd', true],
    ['abc de', 4, 'abc', true],
    ['abc   ', 3, 'abc', false],
    ['\u{1F600}\u{1F600}', 2, '\u{1F600}\u{1F600}', false],
    ['\u{1F600}\u{1F600}\u{1F600}', 2, '\u{1F600}\u{1F600}', true],
    ['e\u0301e\u0301', 2, 'éé', false],
    ['\u1F00\u0300\u0345\u03B1\u0313\u0300\u0345', 2, '\u1F82\u1F82', false],
    ['می\u200Cخ', 3, 'می', true],
    [`${' '.repeat(1e6)}a`, 1, 'a', false],
    ['é'.repeat(4001), 4000, 'é'.repeat(4000), true],
    ['&amp;&amp;', 2, '&&', false],
    ['&amp;&amp;&amp;', 2, '&&', true],
    ['a&nbsp;', 1, 'a', false],
  ])('%# cut at %i code points', (raw, max, text, truncated) => {
    expect(cleanText(raw, max)).toEqual({ text, truncated })
  })

  it('is idempotent, well formed and bounded on random code points', () => {
    const pool = [
      ...'ab \t\0\u0301\u0345\u0327\u200D\u200C\uFE0F\u202E\uFEFF\u00AD\u{1F468}\u{1F3FD}葛\u{E0100}ä가\u1100\u1161\u11A8.9',
    ]
    pool.push('\uD800', '\uDC00', '&', ';', '&', ';', '#', '\u037E', '\u212A', 'appa', 'amp', 'lt;', '&semi')
    pool.push(
      '&am',
      'p;',
      '&#8203;',
      '&zwj;',
      '&nbsp;',
      '&#0;',
      '&#3',
      '&#55357;',
      '&fjlig;',
      'lig;',
      '&#769;',
      '9;',
    )
    let seed = 42
    const next = (): number => {
      seed = (seed * 1664525 + 1013904223) >>> 0
      return seed / 2 ** 32
    }
    for (let round = 0; round < 20_000; round += 1) {
      const raw = Array.from(
        { length: Math.floor(next() * 24) },
        () => pool[Math.floor(next() * pool.length)],
      ).join('')
      const max = 1 + Math.floor(next() * 12)
      const once = cleanText(raw, max).text
      expect(cleanText(once, max)).toEqual({ text: once, truncated: false })
      expect([...once].length).toBeLessThanOrEqual(max)
      expect(once).toBe(Buffer.from(once.normalize('NFC')).toString().trim())
      expect(cleanText(raw, 1).text === '').toBe(cleanText(raw).text === '')
    }
  })

  // Super-linear work on these would run into the time limit of the runner.
  it.each<[name: string, raw: string, text: string]>([
    ['spaces', ' '.repeat(5e6), ''],
    ['letters', 'a'.repeat(5e6), 'a'.repeat(4000)],
    ['combining marks', `a${'\u0301\u0327'.repeat(25e5)}`, `á${'\u0327'.repeat(3999)}`],
    ['joiners', '\u200D'.repeat(5e6), ''],
    ['words and a control at the end', `${'a '.repeat(25e5)}\0`, 'a '.repeat(2000).trim()],
    ['escaped spaces', '&nbsp;'.repeat(8e5), ''],
    ['escaped ampersands', `&${'amp;'.repeat(1e6)}`, '&'],
    ['open ampersands', '&'.repeat(4e6), '&'.repeat(4000)],
  ])('megabytes: %s', (_name, raw, text) => {
    expect(cleanText(raw).text).toBe(text)
  })
})

describe('classifyAlt', () => {
  it.each<[alt: string | null, expected: AltKind]>([
    [null, 'missing'],
    ['', 'empty'],
    [' ', 'blank'],
    ['\u00A0\u200B\u202E\u2060\uFEFF\u{E0041}\uFE0F\u200D\0', 'blank'],
    ['&nbsp;', 'blank'],
    ['&amp;nbsp; &#8203;&ZeroWidthSpace;', 'blank'],
    ['&nbsp', 'text'],
    ['&amp;', 'text'],
    ['\uD800', 'text'],
    ['.', 'text'],
    [`${' '.repeat(1e5)}x`, 'text'],
  ])('%j', (alt, expected) => {
    expect(classifyAlt(alt)).toBe(expected)
  })
})
