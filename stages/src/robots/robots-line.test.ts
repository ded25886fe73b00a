import { describe, expect, it } from 'vitest'
import { readLine } from './robots-line.js'

const RFC = 'RFC 9309 §2.2'
const GOOGLE = 'after google/robotstxt robots.cc, ParsedRobotsKey'

describe('one line', () => {
  it.each<[string, string, string, string]>([
    ['User-agent: FooBot', 'user-agent', 'FooBot', RFC],
    [' \tuser-agent \t:\t FooBot \t# ours', 'user-agent', 'FooBot', `${RFC}: blanks and a comment`],
    ['DISALLOW:/x', 'disallow', '/x', RFC],
    ['allow:', 'allow', '', `${RFC}: empty-pattern`],
    ['Allow: /a:b', 'allow', '/a:b', `${RFC}: path-pattern`],
    ['Disallow: /a#b', 'disallow', '/a', `${RFC}: comment`],
    ['Disallow: /a b', 'disallow', '/a b', `${GOOGLE}: a blank within a path`],
    ['useragent: a', 'user-agent', 'a', GOOGLE],
    ['User agent: a', 'user-agent', 'a', GOOGLE],
    ['dissallow: /', 'disallow', '/', GOOGLE],
    ['dissalow: /', 'disallow', '/', GOOGLE],
    ['disalow: /', 'disallow', '/', GOOGLE],
    ['diasllow: /', 'disallow', '/', GOOGLE],
    ['disallaw: /', 'disallow', '/', GOOGLE],
    ['Site-map: u', 'sitemap', 'u', GOOGLE],
    ['Disallows: /', 'disallow', '/', `${GOOGLE}: what the key begins with`],
    ['disallow /', 'disallow', '/', `${GOOGLE}: a colon forgotten`],
    ['Crawl-Delay: 2', 'crawl-delay', '2', 'no standard; the name that Protego reads'],
    ['Content-Signal: ai-train=no', 'content-signal', 'ai-train=no', 'contentsignals.org'],
    ['Content-Usage: /x train-ai=n', 'content-usage', '/x train-ai=n', 'draft-ietf-aipref-attach'],
  ])('%j is %s %j (%s)', (line, kind, value) => {
    expect(readLine(line)).toEqual({ kind, value })
  })

  it.each([
    'disalloww /a b',
    'user agent FooBot',
    'Harry Potter',
    'Disallow',
    ':',
    ': /',
    'Dis allow: /',
    'No-index: /',
  ])('knows no %j', (line) => {
    expect(readLine(line)).toEqual({ kind: 'unknown' })
  })

  it.each(['', ' \t ', '# Disallow: /', '  #'])('takes %j for empty', (line) => {
    expect(readLine(line)).toEqual({ kind: 'empty' })
  })

  it('keeps the halves of a character that JavaScript would trim', () => {
    expect(readLine('Allow: /\xc2\xa0')).toEqual({ kind: 'allow', value: '/\xc2\xa0' })
  })
})
