import { describe, expect, it } from 'vitest'
import { normalizePath, normalizePattern, pathOctets } from './percent-encoding.js'

const RFC = 'RFC 9309 §2.2.2'
const GOOGLE = 'after google/robotstxt robots_test.cc, TestMaybeEscapePattern'

describe('percent-encoding', () => {
  it.each<[string, string, string]>([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz', `${RFC} table, row 1`],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84', `${RFC} table, row 3`],
    ['/foo/bar/%E3%83%84', '/foo/bar/%E3%83%84', `${RFC} table, row 4`],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz', `${RFC} table, row 5`],
    ['/a/b/c', '/a/b/c', GOOGLE],
    ['á', '%C3%A1', GOOGLE],
    ['%aa', '%AA', GOOGLE],
    ['/%2f%3f', '/%2F%3F', `${RFC}: reserved stays encoded`],
    ['/%7e%2D%2e%5f', '/~-._', 'RFC 3986 §2.3: all unreserved marks'],
    ['/a b"<>', '/a%20b%22%3C%3E', 'RFC 3986 §2: neither reserved nor unreserved'],
    ['/100%', '/100%25', 'RFC 3986 §2.4: a percent sign that starts no triplet'],
    ['/%4', '/%254', 'the same'],
    ['/%zz%%41', '/%25zz%25A', 'the same'],
    ['/%2541', '/%2541', 'RFC 3986 §2.4: never decoded twice'],
    ['/%2a%24', '/%2A%24', 'RFC 9309 §2.2.3 table'],
    ['/%00%00', '/%00%00', 'RFC 3986 §2.1'],
    ['/\u0000\u007f', '/%00%7F', 'RFC 9309 §2.2: no control characters in a path'],
  ])('path and pattern %j become %s (%s)', (written, expected) => {
    expect(normalizePath(pathOctets(written))).toBe(expected)
    expect(normalizePattern(pathOctets(written))).toBe(expected)
  })

  it.each<[string, string, string]>([
    ['/*', '/%2A', '/*'],
    ['/a$', '/a%24', '/a$'],
    ['/$a', '/%24a', '/%24a'],
    ['/$$', '/%24%24', '/%24$'],
    ['$', '%24', '$'],
  ])('%s is %s in a path and %s in a pattern, RFC 9309 §2.2.3', (written, path, pattern) => {
    expect(normalizePath(written)).toBe(path)
    expect(normalizePattern(written)).toBe(pattern)
  })

  it('keeps octets that are no UTF-8', () => {
    expect(normalizePattern('/caf\xe9\xff')).toBe('/caf%E9%FF')
  })
})
