import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseHttpResponse } from '../warc/http-response.js'
import { gapRow, recordRow } from './record-row.js'
import { recordOf } from './test-pages.js'

const response = (type: string) =>
  parseHttpResponse(Buffer.from(`HTTP/1.1 203 X\r\nContent-Type: ${type}\r\n\r\nx`), { maxBodyBytes: 10 })

describe('recordRow', () => {
  it('tells of a record where it lies and what it is, its URL as pictures have theirs', () => {
    const record = recordOf({ targetUri: 'HTTP://Site.Example:80/a b#part', date: 1716000000000 })
    const url = 'http://site.example/a%20b'
    expect(recordRow('a.warc', record, response('Image/JPEG; q=1'))).toEqual({
      warc_filename: 'a.warc',
      url,
      url_hash: createHash('sha256').update(url).digest().readBigInt64BE(0),
      offset: 4711n,
      inner_offset: 12n,
      length: 150n,
      type: 'response',
      status: 203,
      mime: 'image/jpeg',
      date: 1716000000000n,
      block_length: 100n,
      gap_reason: null,
    })
  })

  it.each([
    ['no response', null],
    ['a malformed one', parseHttpResponse(Buffer.from('junk'), { maxBodyBytes: 10 })],
  ])('has no status and type for %s', (_name, http) => {
    expect(recordRow('a.warc', recordOf(), http)).toMatchObject({ status: null, mime: null })
  })

  it('keeps other addresses as they are, and none as none', () => {
    expect(recordRow('a.warc', recordOf({ targetUri: 'dns:site.example' }), null).url).toBe(
      'dns:site.example',
    )
    expect(recordRow('a.warc', recordOf({ targetUri: null, date: null }), null)).toMatchObject({
      url: null,
      url_hash: null,
      date: null,
    })
  })
})

describe('gapRow', () => {
  it('tells of a gap where it lies and why', () => {
    const gap = { kind: 'gap', offset: 10, length: 20, reason: 'junk', detail: 'x' } as const
    expect(gapRow('a.warc', gap)).toMatchObject({
      warc_filename: 'a.warc',
      offset: 10n,
      length: 20n,
      type: 'gap',
      gap_reason: 'junk',
      url: null,
    })
  })
})
