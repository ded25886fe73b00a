import { describe, expect, it } from 'vitest'
import { parseSrcset, type SrcsetEntry } from './parse-srcset.js'

function entry(url: string, found: Partial<SrcsetEntry> = {}): SrcsetEntry {
  return { url, width: null, density: null, height: null, ...found }
}

const A = 'data:,a'
// What each space character does not do to a number: HTML's digits and spaces are ASCII only.
const NOT_SPACES = [
  '\u0001\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008',
  '\u2009\u200A\u200C\u200D\u202F\u205F\u3000\uFEFF\0\v',
].flatMap((chars) => [...chars])

// The cases of web-platform-tests, html/semantics/embedded-content/the-img-element/srcset/
// parse-a-srcset-attribute.html. That file tells the URL a browser loads; the entries here are worked out by the
// steps of the standard.
describe('parseSrcset: splitting loop', () => {
  it.each<[value: string, entries: readonly SrcsetEntry[]]>([
    ['', []],
    [',', []],
    [',,,', []],
    ['  data:,a  1x  ', [entry(A, { density: 1 })]],
    ['\t\tdata:,a\t\t1x\t\t', [entry(A, { density: 1 })]],
    ['\n\ndata:,a\n\n1x\n\n', [entry(A, { density: 1 })]],
    ['\f\fdata:,a\f\f1x\f\f', [entry(A, { density: 1 })]],
    ['\r\rdata:,a\r\r1x\r\r', [entry(A, { density: 1 })]],
    ...['\v', '\u000E', '\u000F', '\u0010'].map((c): [string, readonly SrcsetEntry[]] => [
      `${c}${c}data:,a${c}${c}1x${c}${c}`,
      [entry(`${c}${c}data:,a${c}${c}1x${c}${c}`)],
    ]),
    ['data:,a', [entry(A)]],
    ['data:,a ', [entry(A)]],
    ['data:,a ,', [entry(A)]],
    ['data:,a,', [entry(A)]],
    ['data:,a, ', [entry(A)]],
    ['data:,a,,,', [entry(A)]],
    ['data:,a,, , ', [entry(A)]],
    [' data:,a', [entry(A)]],
    [',,,data:,a', [entry(A)]],
    [' , ,,data:,a', [entry(A)]],
    ['\u00A0data:,a', [entry('\u00A0data:,a')]],
    ['data:,a\u00A0', [entry('data:,a\u00A0')]],
  ])('%j', (value, entries) => {
    expect(parseSrcset(value)).toEqual(entries)
  })
})

describe('parseSrcset: descriptor tokenizer', () => {
  it.each<[value: string, entries: readonly SrcsetEntry[]]>([
    ['data:,a 1x', [entry(A, { density: 1 })]],
    ['data:,a 1x ', [entry(A, { density: 1 })]],
    ['data:,a 1x,', [entry(A, { density: 1 })]],
    ['data:,a ( , data:,b 1x, ), data:,c', [entry('data:,c')]],
    ['data:,a ((( , data:,b 1x, ), data:,c', [entry('data:,c')]],
    ['data:,a [ , data:,b 1x, ], data:,c', [entry('data:,b', { density: 1 }), entry(']'), entry('data:,c')]],
    ['data:,a { , data:,b 1x, }, data:,c', [entry('data:,b', { density: 1 }), entry('}'), entry('data:,c')]],
    ['data:,a " , data:,b 1x, ", data:,c', [entry('data:,b', { density: 1 }), entry('"'), entry('data:,c')]],
    ['data:,a \\,data:;\\,b, data:,c', [entry('data:;\\,b'), entry('data:,c')]],
    ['data:,a, data:,b (', [entry(A)]],
    ['data:,a, data:,b (  ', [entry(A)]],
    ['data:,a, data:,b (,', [entry(A)]],
    ['data:,a, data:,b (x', [entry(A)]],
    ['data:,a, data:,b ()', [entry(A)]],
    ['data:,a (, data:,b', []],
    ['data:,a /*, data:,b, data:,c */', [entry('data:,b')]],
    ['data:,a //, data:,b', [entry('data:,b')]],
    // Ours: text after the parenthesis belongs to the same descriptor.
    ['a (,)1x, b', [entry('b')]],
    ['a 1x(,), b', [entry('b')]],
    ['a 1x() 2x, b', [entry('b')]],
  ])('%j', (value, entries) => {
    expect(parseSrcset(value)).toEqual(entries)
  })
})

describe('parseSrcset: descriptor parser', () => {
  it.each<[descriptors: string, found: Partial<SrcsetEntry>]>([
    ['1w 1h', { width: 1, height: 1 }],
    ['1h 1w', { width: 1, height: 1 }],
    ['1w', { width: 1 }],
    ['007w', { width: 7 }],
    ['0x', { density: 0 }],
    ['-0x', { density: 0 }],
    ['1e0x', { density: 1 }],
    ['1E0x', { density: 1 }],
    ['1e-1x', { density: 0.1 }],
    ['1e+1x', { density: 10 }],
    ['1.5e1x', { density: 15 }],
    ['.5x', { density: 0.5 }],
    ['-.0x', { density: 0 }],
    ['.5e1x', { density: 5 }],
    ['1.0x', { density: 1 }],
    ['1e-999x', { density: 0 }],
  ])('%s', (descriptors, found) => {
    expect(parseSrcset(`data:,a ${descriptors}, b 2x`)).toEqual([entry(A, found), entry('b', { density: 2 })])
  })

  const errors = [
    ...['foo', 'foo foo', 'foo 1x', 'foo 1x foo', 'foo 1w', 'foo 1w foo'],
    ...[
      '1x 1x',
      '1w 1w',
      '1w 1x',
      '1x 1w',
      '1h 1h',
      '1h 1x',
      '1h 1w 1x',
      '1x 1w 1h',
      '1h',
      '1h foo',
      'foo 1h',
    ],
    ...['1w 1h 1w', '1w 1h 1h', '1w 1h foo', 'w', 'x', 'h', '1'],
    ...['0w', '-1w', '1w -1w', '1.0w', '1w 1.0w', '1e0w', '1w 1e0w', '1www', '1w 1www', '+1w', '1w +1w'],
    ...['1W', '1w 1W', 'Infinityw', '1w Infinityw', 'NaNw', '1w NaNw', '0x1w', '0X1w'],
    ...[
      '1x -0x',
      '-1x',
      '1x -1x',
      '-x',
      '.x',
      '-.x',
      '1.x',
      '1x 1.5e1x',
      '1x 1e1.5x',
      '1x 1.0x',
      '+1x',
      '1X',
    ],
    ...['Infinityx', 'NaNx', '0x1x', '0X1x', 'ex', '1ex', 'e1x', '--1x', '1_0x', '1e999x'],
    ...['1w 0h', '1w -1h', '1w 1.0h', '1w 1e0h', '1w 1hhh', '1w +1h', '1w 1H', '1w Infinityh', '1w NaNh'],
    ...['0x1h', '0X1h', `${'9'.repeat(400)}w`],
    ...NOT_SPACES.flatMap((c) => [`1${c}w`, `${c}1w`, `1${c}x`, `${c}1x`, `1w 1${c}h`, `1w ${c}1h`]),
  ]
  it.each(errors)('error: %j', (descriptors) => {
    expect(parseSrcset(`data:,a ${descriptors}, b 2x`)).toEqual([entry('b', { density: 2 })])
  })
})

describe('parseSrcset', () => {
  it('keeps commas in URLs and repeated entries', () => {
    expect(parseSrcset('c,fit/a.jpg 640w,c,fit/b.jpg 1280w, a 1x, a 1x,b')).toEqual([
      entry('c,fit/a.jpg', { width: 640 }),
      entry('c,fit/b.jpg', { width: 1280 }),
      entry('a', { density: 1 }),
      entry('a', { density: 1 }),
      entry('b'),
    ])
  })

  it('reads 200 entries, those in error not counted', () => {
    const value = Array.from({ length: 500 }, (_, i) => `bad${i} 0w, u${i} ${i + 1}w`).join(', ')
    const entries = parseSrcset(value)
    expect(entries).toHaveLength(200)
    expect(entries.at(-1)).toEqual(entry('u199', { width: 200 }))
  })

  it.each<[name: string, value: string, count: number]>([
    ['commas', ','.repeat(2e6), 0],
    ['spaces', `a${' '.repeat(2e6)}1x`, 1],
    ['one URL', 'a'.repeat(2e6), 1],
    ['commas behind a URL', `a${','.repeat(2e6)}`, 1],
    ['descriptors', `a ${'1x '.repeat(1e6)}, b`, 1],
    ['digits', `a ${'1'.repeat(2e6)}w, b`, 1],
    ['dots', `a ${'.1'.repeat(1e6)}x, b`, 1],
    ['open parentheses', `a ${'('.repeat(2e6)}, b`, 0],
    ['errors', 'a 0w,'.repeat(4e5), 0],
  ])('is linear in %s', (_, value, count) => {
    expect(parseSrcset(value)).toHaveLength(count)
  })
})
