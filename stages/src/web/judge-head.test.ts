import { describe, expect, it } from 'vitest'
import { FetchProblem } from './fetch-result.js'
import { expectPicture, type HeadFields, redirectUrl } from './judge-head.js'
import { parseRetryAfter } from './retry-after.js'

const now = Date.UTC(2026, 0, 1)
const judge = (status: number, fields: HeadFields = {}) => {
  try {
    return expectPicture(100, () => null).judge(status, fields, now)
  } catch (error) {
    if (error instanceof FetchProblem) return error.refusal
    throw error
  }
}

describe('expectPicture', () => {
  it.each([408, 425, 429, 500, 502, 503, 504])('HTTP %i may pass', (status) => {
    const wait = { 'retry-after': '2' }
    expect(judge(status, wait)).toMatchObject({ code: 'http_status', retryable: true, retryAfterMs: 2000 })
    expect(judge(status)).not.toHaveProperty('retryAfterMs')
  })

  it.each([201, 203, 204, 206, 300, 304, 305, 306, 400, 401, 403, 404, 410, 416, 451, 501, 505, 999])(
    'HTTP %i will not',
    (status) => {
      expect(judge(status, { 'retry-after': '2', location: '/a' })).toEqual({
        ok: false,
        code: 'http_status',
        retryable: false,
        detail: `HTTP ${status}`,
        reach: 'answered',
      })
    },
  )

  it.each([301, 302, 303, 307, 308])('HTTP %i leads on', (status) => {
    expect(judge(status, { location: ['/a', '/b'] })).toEqual({ kind: 'redirect', location: '/a' })
    expect(judge(status, { location: ' ' })).toMatchObject({ code: 'redirect_error' })
  })

  it.each([
    [{ 'content-encoding': 'gzip' }, 'bad_encoding'],
    [{ 'content-encoding': 'identity, BR' }, 'bad_encoding'],
    [{ 'content-encoding': ['identity', 'zstd'] }, 'bad_encoding'],
    [{ 'transfer-encoding': 'deflate, chunked' }, 'bad_encoding'],
    [{ 'content-length': '101' }, 'too_many_bytes'],
    [{ 'content-length': '9'.repeat(400) }, 'too_many_bytes'],
    [{ 'content-length': '100', 'transfer-encoding': 'Chunked', 'content-encoding': '' }, undefined],
  ])('%j: %s', (fields, code) => {
    expect(judge(200, fields)).toMatchObject(
      code === undefined ? { kind: 'body', contentType: null } : { code },
    )
  })
})

describe('redirectUrl', () => {
  const base = new URL('https://a.example/b/c?d')
  it.each([
    ['e', 'https://a.example/b/e'],
    ['//f.example/#g', 'https://f.example/'],
    ['?h', 'https://a.example/b/c?h'],
    [' http://i.example/j k ', 'http://i.example/j%20k'],
    ['\u00c3\u00a9', 'https://a.example/b/%C3%A9'],
    ['mailto:x', 'mailto:x'],
  ])('%j leads to %s', (location, url) => {
    expect(redirectUrl(location, base)).toBe(url)
  })

  it('refuses what is no URL', () => {
    expect(() => redirectUrl('http://[', base)).toThrow('Expected a URL for Location')
  })
})

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    [' 120 ', 120_000],
    ['99999999999999999999', 3_600_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Thursday, 01-Jan-26 00:01:00 GMT', 60_000],
    ['Thu Jan  1 00:00:30 2026 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
    ['Fri, 01 Jan 2027 00:00:00 GMT', 3_600_000],
    ['', undefined],
    ['-5', undefined],
    ['3.5', undefined],
    ['soon', undefined],
    ['Thu, 99 Foo', undefined],
  ])('%j: %s', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms)
  })
})
