import { describe, expect, it } from 'vitest'
import { brief, parsePlain, randomBytes, warcRecord } from './warc-fixtures.js'

const a = warcRecord('a', 'first block')
const z = warcRecord('z', 'last block')
const page = '<p>one\n\n<p>two\r\n'.repeat(20)
const lf = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
const fields = (n: number) => Array.from({ length: n }, (_, i) => `X-${i}: ${i}\r\n`).join('')
const inner = warcRecord('inner', 'payload')
const lines: [string, Buffer[], string[]][] = [
  ['plain records', [a, z], ['a 11', 'z 10']],
  ['line ends of one byte', [lf(a), lf(z)], ['a 11', 'z 10']],
  ['no line ends at the end', [a, warcRecord('z', 'last', { end: '' })], ['a 11', 'z 4']],
  ['many line ends', [a, Buffer.from('\r\n'.repeat(300)), z], ['a 11', 'z 10']],
  ['one line end', [warcRecord('a', 'x', { end: '\r\n' }), z], ['a 1', 'z 10']],
  [
    'length 2 too small, of line ends',
    [warcRecord('a', `${page}\r\n`, { length: page.length }), z],
    [`a ${page.length}`, 'z 10'],
  ],
  [
    'length 2 too small',
    [warcRecord('a', page, { length: page.length - 2 }), z],
    [`a ${page.length - 2}`, 'z 10'],
  ],
  ['length too small', [warcRecord('a', page, { length: 7 }), z], [`a ${page.length}`, 'z 10']],
  ['length 2 too large', [warcRecord('a', 'xy', { length: 4 }), z], ['a 4', 'z 10']],
  [
    'length too large',
    [warcRecord('a', page, { length: page.length + 50 }), z, z],
    [`a ${page.length} next_record`, 'z 10', 'z 10'],
  ],
  [
    'length beyond the file',
    [warcRecord('a', page, { length: 999_999_999_999 }), z],
    [`a ${page.length} next_record`, 'z 10'],
  ],
  [
    'lies in a row',
    [warcRecord('a', 'x', { length: 400 }), warcRecord('b', 'y', { length: 900 }), z],
    ['a 1 next_record', 'b 1 next_record', 'z 10'],
  ],
  [
    'a record in a block',
    [warcRecord('a', Buffer.concat([inner, inner])), z],
    [`a ${2 * inner.length}`, 'z 10'],
  ],
  ['a cut block', [a, z.subarray(0, z.length - 8)], ['a 11', 'z 6 archive']],
  ['a cut header', [a, z.subarray(0, 30)], ['a 11', `truncated_header@${a.length}+30`]],
  [
    'a negative length',
    [a, warcRecord('b', 'x', { length: '-1' }), z],
    ['a 11', 'bad_record_header', 'z 10'],
  ],
  [
    'a length in words',
    [a, warcRecord('b', 'x', { length: 'ten' }), z],
    ['a 11', 'bad_record_header', 'z 10'],
  ],
  [
    'a length of 13 digits',
    [a, warcRecord('b', 'x', { length: '1'.repeat(13) }), z],
    ['a 11', 'bad_record_header', 'z 10'],
  ],
  [
    'two lengths',
    [a, warcRecord('b', 'x', { fields: 'content-length: 2\r\n' }), z],
    ['a 11', 'bad_record_header', 'z 10'],
  ],
  ['a header cut by a record', [a.subarray(0, 60), z], ['bad_record_header', 'z 10']],
  ['190 lines', [warcRecord('a', 'x', { fields: fields(190) }), z], ['a 1', 'z 10']],
  ['300 lines', [a, warcRecord('b', 'x', { fields: fields(300) }), z], ['a 11', 'header_too_long', 'z 10']],
  [
    'a line of 1 MB',
    [a, warcRecord('b', 'x', { fields: `X: ${'y'.repeat(1e6)}\r\n` }), z],
    ['a 11', 'header_too_long', 'z 10'],
  ],
  ['junk between', [a, randomBytes(333, 3), z], ['a 11', `junk@${a.length}+333`, 'z 10']],
  ['zero bytes between', [a, Buffer.alloc(500), z], ['a 11', `zero_padding@${a.length}+500`, 'z 10']],
  ['junk at the end', [a, Buffer.from('junk')], ['a 11', `junk@${a.length}+4`]],
  [
    'bytes lost in a block',
    [warcRecord('a', page).subarray(0, 250), z, z],
    ['a 93 next_record', 'z 10', 'z 10'],
  ],
]

describe('RecordParser', () => {
  it.each(lines)('%s', (_, parts, expected) => {
    const bytes = Buffer.concat(parts)
    const whole = parsePlain(bytes, bytes.length)
    const got = brief(whole).map((line, i) => (line.startsWith(`${expected[i]}@`) ? expected[i] : line))
    expect(got).toEqual(expected)
    expect(whole.reduce((total, event) => total + event.length, 0)).toBe(bytes.length)
    const pieces = bytes.length > 1e5 ? [1000, 65536] : [1, 2, 7, 100, 101, 350]
    for (const pieceBytes of pieces) {
      expect(parsePlain(bytes, pieceBytes)).toEqual(whole)
      expect(parsePlain(bytes, pieceBytes, { endsBy: bytes.length })).toEqual(whole)
    }
  })

  it('counts every byte if it may not go back', () => {
    for (const [, parts] of lines) {
      const bytes = Buffer.concat(parts)
      const events = parsePlain(bytes, bytes.length > 1e5 ? 1000 : 7, { mayRewind: false })
      expect(events.reduce((total, event) => total + event.length, 0)).toBe(bytes.length)
    }
  })

  it('reads a header as ISO 28500 has it, with the slips that writers make', () => {
    const header = [
      'WARC/0.18',
      'WARC-Type: Resource',
      'WARC-Target-URI: <http://x/ y>',
      'WARC-Date: 2016-01-02T03:04:05.678901Z',
      'Content-Type:',
      'X-Folded: one',
      '  two',
      'no colon',
      '__proto__: polluted',
      'Content-Length:3',
      '',
      'abc',
    ].join('\r\n')
    const [record] = parsePlain(Buffer.from(header), 1e6)
    expect(record).toMatchObject({
      version: '0.18',
      type: 'resource',
      targetUri: 'http://x/ y',
      date: Date.UTC(2016, 0, 2, 3, 4, 5, 678),
      contentType: null,
      declaredLength: 3,
      block: Buffer.from('abc'),
    })
    expect(record?.kind === 'record' && record.headers.get('x-folded')).toBe('one two')
    expect(record?.kind === 'record' && record.headers.get('__proto__')).toBe('polluted')
    expect({}).not.toHaveProperty('polluted')
  })

  it.each([
    ['2016', Date.UTC(2016)],
    ['2008-04-30T20:48:25Z', Date.UTC(2008, 3, 30, 20, 48, 25)],
    ['2008-10-294T05:21:46-0700', null],
    ['yesterday', null],
    ['5', null],
  ])('date %s', (date, time) => {
    const bytes = Buffer.from(`WARC/1.1\r\nWARC-Date: ${date}\r\nContent-Length: 0\r\n\r\n\r\n\r\n`)
    expect(parsePlain(bytes, 1e6)).toMatchObject([{ date: time }])
  })
})
