import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type HttpResponse, parseHttpResponse } from './http-response.js'
import { randomBytes, randomNumbers } from './warc-fixtures.js'

const HTML = Buffer.from('<html><p>Grüße</p></html>'.repeat(40))

function parse(head: string, body: Buffer | string = '', maxBodyBytes = 1e6): HttpResponse {
  const block = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)])
  const response = parseHttpResponse(block, { maxBodyBytes })
  if ('error' in response) throw new Error(response.error)
  return response
}

function chunk(body: Buffer, size = 100, end = '0\r\n\r\n'): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; at += size) {
    const piece = body.subarray(at, at + size)
    parts.push(Buffer.from(`${piece.length.toString(16)};x="y"\r\n`), piece, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from(end)])
}

describe('HTTP header', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\n\r\nx', 200, 'x'],
    ['HTTP/1.0 404\r\nA: b\r\n\r\nx', 404, 'x'],
    ['HTTP/2 301 \nA: b\n\nx', 301, 'x'],
    ['HTTP/1.1 200 OK\r\nA: b\r\n', 200, ''],
    ['HTTP/1.1 200', 200, ''],
  ])('%j', (block, status, body) => {
    expect(parse(block)).toMatchObject({ status, body: Buffer.from(body), bodyTruncated: false })
  })

  it.each([
    [''],
    ['GET / HTTP/1.1\r\n\r\n'],
    ['HTTP/1.1 2000 OK\r\n\r\n'],
    ['\0\0\0'],
    [`HTTP/1.1 200 OK\r\nX: ${'y'.repeat(3e5)}\r\n\r\n`],
  ])('an error for %.30j', (block) => {
    expect(parseHttpResponse(Buffer.from(block), { maxBodyBytes: 10 })).toHaveProperty('error')
  })

  it('joins folded and repeated fields, and takes the last Content-Type', () => {
    const { headers } = parse(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Robots-Tag: noindex,\r\n\t noai\r\nx-robots-tag: none\r\n' +
        'Content-Type: text/html;\r\n charset=utf-8\r\nNo colon\r\n folded junk\r\nX-L: caf\xe9\r\n__proto__: y\r\n\r\n',
    )
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'x-robots-tag': 'noindex, noai, none',
      'x-l': 'café',
      ['__proto__']: 'y',
    })
  })

  it('keeps the values of repeated fields apart, folded lines with theirs', () => {
    const { fields, headers } = parse(
      'HTTP/1.1 200 OK\r\nX-Robots-Tag: otherbot: noindex,\r\n\t noai\r\n \r\n\tnone\r\nVia: a\r\n' +
        'x-robots-tag:\r\nX-ROBOTS-TAG: nofollow\r\nContent-Type: a/b\r\ncontent-type: c/d\r\nlost line\r\n fold\r\n\r\n',
    )
    expect(Object.fromEntries(fields)).toEqual({
      'x-robots-tag': ['otherbot: noindex, noai none', '', 'nofollow'],
      via: ['a'],
      'content-type': ['a/b', 'c/d'],
    })
    expect(headers.get('content-type')).toBe('c/d')
    expect(headers.get('x-robots-tag')).toBe('otherbot: noindex, noai none, , nofollow')
  })

  it('reads a header of nothing but folds', () => {
    const { fields } = parse(`HTTP/1.1 200 OK\r\nA: b${'\n c'.repeat(80_000)}\n\n`)
    expect(fields.get('a')).toEqual([`b${' c'.repeat(80_000)}`])
  })
})

describe('HTTP body', () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  const coded = (coding: string) => `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\n\r\n`
  const both = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Encoding: gzip\r\n\r\n'
  const part = (n: number) => HTML.subarray(0, n)
  it.each<[string, string, Buffer, Buffer, boolean]>([
    ['plain', 'HTTP/1.1 200 OK\r\n\r\n', HTML, HTML, false],
    ['chunked', chunked, chunk(HTML), HTML, false],
    ['chunked, trailers', chunked, chunk(HTML, 9, '0\r\nX: y\r\n\r\n'), HTML, false],
    ['chunked, empty', chunked, Buffer.from('0\r\n\r\n'), Buffer.alloc(0), false],
    ['chunked, leading zeros', chunked, Buffer.from('0003\r\nabc\r\n0\r\n\r\n'), Buffer.from('abc'), false],
    ['chunked, cut in a chunk', chunked, chunk(HTML).subarray(0, 150), part(128), true],
    ['chunked, no last chunk', chunked, chunk(HTML, 100, ''), HTML, true],
    [
      'chunked, broken later',
      chunked,
      Buffer.concat([chunk(part(200), 100, ''), Buffer.from('zz\r\n')]),
      part(200),
      true,
    ],
    ['declared chunked only', chunked, HTML, HTML, false],
    ['text that begins like a size', chunked, Buffer.from('face\nbook'), Buffer.from('face\nbook'), false],
    ['text that begins with 0', chunked, Buffer.from('0\n1\n2\n'), Buffer.from('0\n1\n2\n'), false],
    ['a size of 9 digits', chunked, Buffer.from('fffffffff\r\nabc'), Buffer.from('fffffffff\r\nabc'), false],
    ['gzip', coded('gzip'), gzipSync(HTML), HTML, false],
    ['x-gzip', coded('X-GZIP'), gzipSync(HTML), HTML, false],
    ['gzip, chunked', both, chunk(gzipSync(HTML), 20), HTML, false],
    ['deflate', coded('deflate'), deflateSync(HTML), HTML, false],
    ['raw deflate', coded('deflate'), deflateRawSync(HTML), HTML, false],
    ['br', coded('br'), brotliCompressSync(HTML), HTML, false],
    ['gzip then br', coded('gzip, br'), brotliCompressSync(gzipSync(HTML)), HTML, false],
    ['identity', coded('identity'), HTML, HTML, false],
    ['an unknown coding', coded('zstd'), HTML, HTML, false],
    ['five codings', coded('gzip,gzip,gzip,gzip,gzip'), gzipSync(HTML), gzipSync(HTML), false],
    ...['gzip', 'deflate', 'br'].map((c): [string, string, Buffer, Buffer, boolean] => [
      `declared ${c} only`,
      coded(c),
      HTML,
      HTML,
      false,
    ]),
  ])('%s', (_, head, stored, body, truncated) => {
    expect(parse(head, stored)).toMatchObject({ body, bodyTruncated: truncated })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)(
    '%s: what a cut or damaged body gives, and no more than the cap of a bomb',
    (coding, compress) => {
      const text = Buffer.from(randomBytes(50_000, 8).toString('hex'))
      const stored = compress(text)
      const cut = parse(coded(coding), stored.subarray(0, stored.length >> 1))
      expect(cut.bodyTruncated).toBe(true)
      expect(cut.body.length).toBeGreaterThan(10_000)
      expect(cut.body.equals(text.subarray(0, cut.body.length))).toBe(true)
      const bomb = parse(coded(coding), compress(Buffer.alloc(50 << 20)), 100_000)
      expect(bomb.bodyTruncated).toBe(true)
      expect(bomb.body.length).toBeLessThanOrEqual(100_000)
      expect(parse(coded(coding), stored, text.length)).toMatchObject({ body: text, bodyTruncated: false })
      expect(parse(coded(coding), stored, text.length - 1).bodyTruncated).toBe(true)
    },
  )

  it('never throws, and never gives more than the cap', () => {
    const next = randomNumbers(11)
    const codings = ['gzip', 'deflate', 'br', 'gzip, br', 'x', 'deflate, gzip']
    for (let i = 0; i < 2000; i++) {
      const coding = codings[next() % codings.length] ?? ''
      const transfer = next() % 2 === 0 ? 'Transfer-Encoding: chunked\r\n' : ''
      const stored = [chunk(gzipSync(HTML), 30), gzipSync(HTML), deflateSync(HTML), brotliCompressSync(HTML)][
        next() % 4
      ]
      const block = Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\n${transfer}Content-Encoding: ${coding}\r\n\r\n`),
        stored ?? HTML,
      ])
      for (let flips = next() % 4; flips > 0; flips--) block[next() % block.length] = next() & 255
      const response = parseHttpResponse(block.subarray(0, next() % (block.length + 1)), {
        maxBodyBytes: 300,
      })
      if (!('error' in response)) expect(response.body.length).toBeLessThanOrEqual(300)
    }
  })
})
