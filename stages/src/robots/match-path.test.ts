import { describe, expect, it } from 'vitest'
import { agentRules, MOST_RULES } from './agent-rules.js'
import { matchPath, rulePath } from './match-path.js'
import { parseRobots } from './parse-robots.js'
import { allows, bytesOf } from './test-robots.js'

/** The example of RFC 9309 §5.1, as printed. */
const SIMPLE = `
            User-Agent: *
            Disallow: *.gif$
            Disallow: /example/
            Allow: /publications/

            User-Agent: foobot
            Disallow:/
            Allow:/example/page.html
            Allow:/example/allowed.gif

            User-Agent: barbot
            User-Agent: bazbot
            Disallow: /example/page.html

            User-Agent: quxbot

`

describe('RFC 9309', () => {
  it.each<[string, string, boolean, string]>([
    ['otherbot', '/', true, '§5.1: no rule matches'],
    ['otherbot', '/publications/', true, '§5.1: allows access to /publications/'],
    ['otherbot', '/publications/picture.gif', true, '§5.1 with §2.2.2: the longer rule'],
    ['otherbot', '/example/', false, '§5.1: restricts access to /example/'],
    ['otherbot', '/picture.gif', false, '§5.1: all URLs with a .gif suffix'],
    ['otherbot', '/deep/down/picture.gif', false, '§5.1: * is the slash too'],
    ['otherbot', '/picture.gif?size=1', true, '§2.2.3: $ is the end of the pattern'],
    ['foobot', '/', false, '§5.1: only has access to two prefixes'],
    ['foobot', '/publications/', false, '§5.1'],
    ['foobot', '/example/page.html', true, '§5.1'],
    ['foobot', '/example/allowed.gif', true, '§5.1: not the rules of *'],
    ['barbot', '/example/page.html', false, '§5.1: one group of two agents'],
    ['bazbot', '/example/page.html', false, '§5.1: one group of two agents'],
    ['bazbot', '/example/other.gif', true, '§5.1: otherwise unrestricted'],
    ['quxbot', '/example/page.html', true, '§5.1: an empty group'],
    ['foobot', '/robots.txt', true, '§2.2.2: implicitly allowed'],
    ['foobot', '/robots.txt.bak', false, '§2.2.2: that URI alone'],
  ])('%s %s: %s (%s)', (agent, path, allowed) => {
    expect(allows(SIMPLE, agent, path)).toBe(allowed)
  })

  it.each<[string, string, boolean, string]>([
    [
      'Allow: /example/page/\nDisallow: /example/page/disallowed.gif',
      '/example/page/disallowed.gif',
      false,
      '§5.2',
    ],
    [
      'Allow: /example/page/\nDisallow: /example/page/disallowed.gif',
      '/example/page/other.gif',
      true,
      '§5.2',
    ],
    ['Disallow: /x\nAllow: /x', '/x', true, '§2.2.2: equivalent, allow'],
    ['Disallow: /*a\nAllow: /ba', '/ba', true, '§2.2.2: equal length, allow'],
    ['Disallow: /X', '/x', true, '§2.2.2: case sensitive'],
    ['Disallow: oo', '/foo', true, '§2.2.2: from the first octet'],
    ['Disallow: /foo/bar?baz=quz', '/foo/bar?baz=quz', false, '§2.2.2 table, row 1'],
    [
      'Disallow: /foo/bar?baz=https://foo.bar',
      '/foo/bar?baz=https://foo.bar',
      false,
      '§2.2.2 table, row 2, raw',
    ],
    [
      'Disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar',
      '/foo/bar?baz=https%3A%2F%2Ffoo.bar',
      false,
      '§2.2.2 table, row 2, encoded',
    ],
    ['Disallow: /foo/bar/ツ', '/foo/bar/%E3%83%84', false, '§2.2.2 table, row 3'],
    ['Disallow: /foo/bar/%E3%83%84', '/foo/bar/ツ', false, '§2.2.2 table, row 4'],
    ['Disallow: /foo/bar/%62%61%7A', '/foo/bar/baz', false, '§2.2.2 table, row 5'],
    ['Disallow: /foo/bar/baz', '/foo/bar/%62%61%7A', false, '§2.2.2 table, row 5, the other way'],
    ['Disallow: /path/file-with-a-%2A.html', '/path/file-with-a-*.html', false, '§2.2.3 table, *'],
    ['Disallow: /path/file-with-a-%2A.html', '/path/file-with-a-b.html', true, '§2.2.3 table, * verbatim'],
    ['Disallow: /path/foo-%24', '/path/foo-$', false, '§2.2.3 table, $'],
    ['Disallow: /path/foo-%24', '/path/foo-', true, '§2.2.3 table, $ verbatim'],
    ['Allow: / # comment in line\nDisallow: /x', '/x', false, '§2.2.3: #'],
    ['Disallow: /this/path/exactly$', '/this/path/exactly', false, '§2.2.3: $'],
    ['Disallow: /this/path/exactly$', '/this/path/exactly/', true, '§2.2.3: $'],
    ['Disallow: /this/*/exactly', '/this/path/and/exactly', false, '§2.2.3: *'],
    ['Disallow: /this/*/exactly', '/this/exactly', true, '§2.2.3: * stands for octets between two slashes'],
    ['Disallow: /this/*/exactly', '/this//exactly', false, '§2.2.3: none'],
  ])('%j on %s: %s (%s)', (rules, path, allowed) => {
    expect(allows(`User-agent: FooBot\n${rules}\n`, 'FooBot', path)).toBe(allowed)
  })
})

describe('draft-koster-robots 1996, §3.2.2, case by case', () => {
  it.each<[string, string, boolean]>([
    ['/tmp', '/tmp', true],
    ['/tmp', '/tmp.html', true],
    ['/tmp', '/tmp/a.html', true],
    ['/tmp/', '/tmp', false],
    ['/tmp/', '/tmp/', true],
    ['/tmp/', '/tmp/a.html', true],
    ['/a%3cd.html', '/a%3cd.html', true],
    ['/a%3Cd.html', '/a%3cd.html', true],
    ['/a%3cd.html', '/a%3Cd.html', true],
    ['/a%2fb.html', '/a%2fb.html', true],
    ['/a%2fb.html', '/a/b.html', false],
    ['/a/b.html', '/a%2fb.html', false],
    ['/a/b.html', '/a/b.html', true],
    ['/%7ejoe/index.html', '/~joe/index.html', true],
    ['/~joe/index.html', '/%7Ejoe/index.html', true],
  ])('%s meets %s: %s', (pattern, path, meets) => {
    expect(allows(`User-agent: bot\nDisallow: ${pattern}`, 'bot', path)).toBe(!meets)
  })
})

describe('what decided', () => {
  const verdict = (file: string, path: string) =>
    matchPath(agentRules(parseRobots(bytesOf(file)), ['bot']), rulePath(new URL(`https://foo.bar${path}`)))

  it.each<[string, string, ReturnType<typeof verdict>]>([
    ['User-agent: *\nDisallow: /a', '/ab', { allowed: false, because: 'rule', pattern: '/a' }],
    ['User-agent: *\nDisallow: /\nAllow: /a', '/ab', { allowed: true, because: 'rule', pattern: '/a' }],
    ['User-agent: *\nDisallow: /a', '/b', { allowed: true, because: 'no_rule', pattern: null }],
    ['User-agent: *\nDisallow: /', '/robots.txt', { allowed: true, because: 'robots_txt', pattern: null }],
  ])('%j on %s', (file, path, expected) => {
    expect(verdict(file, path)).toEqual(expected)
  })

  it('ends on 5,000 stars against a path of 100,000 octets', () => {
    const file = `User-agent: bot\nDisallow: /${'*a'.repeat(5_000)}*b\nDisallow: /${'*a'.repeat(5_001)}`
    expect(verdict(file, `/${'a'.repeat(100_000)}`)).toEqual({
      allowed: false,
      because: 'rule',
      pattern: `/${'*a'.repeat(5_001)}`,
    })
    expect(verdict(file, `/${'a'.repeat(5_000)}`).because).toBe('no_rule')
  })

  it('refuses everything but /robots.txt where a group has too many rules', () => {
    const lines = Array.from({ length: MOST_RULES + 1 }, (_, index) => `Allow: /${index}`)
    const file = `User-agent: bot\n${lines.join('\n')}`
    expect(verdict(file, '/1')).toEqual({ allowed: false, because: 'too_many_rules', pattern: null })
    expect(verdict(file, '/robots.txt').allowed).toBe(true)
    expect(verdict(file.slice(0, file.lastIndexOf('\n')), '/1').allowed).toBe(true)
  })
})

describe('the path of a URL', () => {
  it.each<[string, string, string]>([
    ['http://www.example.com', '/', 'after google/robotstxt robots_test.cc, TestGetPathParamsQuery'],
    ['http://www.example.com/', '/', 'the same'],
    ['http://www.example.com/a', '/a', 'the same'],
    ['http://www.example.com/a/', '/a/', 'the same'],
    ['http://www.example.com/a/b?c=http://d.e/', '/a/b?c=http://d.e/', 'the same'],
    ['http://www.example.com/a/b?c=d&e=f#fragment', '/a/b?c=d&e=f', 'the same'],
    ['http://example.com?a', '/?a', 'the same'],
    ['http://example.com/a;b#c', '/a;b', 'the same'],
    ['https://example.com/a?', '/a?', 'RFC 3986 §6.2.3: an empty query is a query'],
    ['https://user:pa%2Fss@example.com:8443/a', '/a', 'RFC 3986 §3.2: authority is no path'],
  ])('%s is %s (%s)', (url, path) => {
    expect(rulePath(new URL(url))).toBe(path)
  })

  it('refuses another scheme', () => {
    expect(() => rulePath(new URL('ftp://example.com/a'))).toThrow(
      'Expected http or https for a URL under robots.txt, got ftp:',
    )
  })
})
