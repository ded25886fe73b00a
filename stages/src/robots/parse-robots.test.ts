import { describe, expect, it } from 'vitest'
import { LONGEST_CRAWL_DELAY, LONGEST_SITEMAP, MOST_SITEMAPS, parseRobots } from './parse-robots.js'
import { allows, bytesOf } from './test-robots.js'

const parse = (text: string) => parseRobots(bytesOf(text))
const NONE = { unknown: 0, orphans: 0, badDelays: 0, sitemaps: 0, contentSignals: 0, contentUsages: 0 }

describe('line ends, after google/robotstxt robots_test.cc, ID_LinesNumbersAreCountedCorrectly', () => {
  const lines = ['User-Agent: foo', 'Allow: /some/path', 'User-Agent: bar', '', '', 'Disallow: /']
  const expected = [
    { agents: ['foo'], rules: [{ allow: true, pattern: '/some/path' }], crawlDelay: null },
    { agents: ['bar'], rules: [{ allow: false, pattern: '/' }], crawlDelay: null },
  ]
  it.each<[string, string]>([
    ['LF', `${lines.join('\n')}\n`],
    ['CRLF', `${lines.join('\r\n')}\r\n`],
    ['CR', `${lines.join('\r')}\r`],
    ['no end of the last', lines.join('\n')],
    ['mixed', 'User-Agent: foo\nAllow: /some/path\r\nUser-Agent: bar\n\r\n\nDisallow: /'],
  ])('%s', (_name, text) => {
    expect(parse(text)).toEqual({ groups: expected, sitemaps: [], truncated: false, counts: NONE })
  })
})

describe('agents', () => {
  it.each<[string, string, string]>([
    ['ExampleBot', 'examplebot', 'RFC 9309 §2.2.1: the case does not count'],
    ['*', '*', 'RFC 9309 §2.2.1'],
    ['* extra', '*', 'google/robotstxt robots.cc, HandleUserAgent'],
    ['*bot', '', 'the same: no blank after the star'],
    ['Foobot/2.1', 'foobot', 'the same, ExtractUserAgent'],
    ['Foobot*', 'foobot', 'the same'],
    ['Foo_Bar-Baz', 'foo_bar-baz', 'the same'],
    ['ツ', '', 'the same'],
    ['', '', 'the same'],
    ['warc2dataset/0.1 (+https://example.com)', 'warc2dataset', 'our own rule: digits'],
  ])('%j is %j (%s)', (written, agent) => {
    expect(parse(`User-agent: ${written}\nDisallow: /`).groups[0]?.agents).toEqual([agent])
  })

  it('forms one group of lines in a row, whatever is between them but a rule', () => {
    const { groups } = parse(
      'User-agent: a\n\n# c\nSitemap: u\nCrawl-delay: 1\nx: y\nUser-agent: b\nDisallow:\nUser-agent: c',
    )
    expect(groups.map(({ agents }) => agents)).toEqual([['a', 'b'], ['c']])
  })

  it('ignores and counts what precedes the first, after Protego test_no_leading_user_agent', () => {
    const text =
      'Disallow: /withoutUA\nAllow: /withoutUA/exception\nCrawl-delay: 5.2\nUser-Agent: testbot\nDisallow: /withUA'
    const { groups, counts } = parse(text)
    expect(groups).toEqual([
      { agents: ['testbot'], rules: [{ allow: false, pattern: '/withUA' }], crawlDelay: null },
    ])
    expect(counts).toEqual({ ...NONE, orphans: 3 })
  })
})

describe('Crawl-delay, seconds; no standard, values after Protego tests/test_protego.py', () => {
  it.each<[string, number | null]>([
    ['10', 10],
    ['5.2', 5.2],
    ['0', 0],
    ['.5', 0.5],
    ['3.', 3],
    ['30 # comment', 30],
    ['-1', null],
    ['soon', null],
    ['', null],
    ['1e3', null],
    ['0x10', null],
    ['NaN', null],
    ['Infinity', null],
    ['1,5', null],
    ['10s', null],
    ['86401', LONGEST_CRAWL_DELAY],
  ])('%j is %s', (value, delay) => {
    const { groups, counts } = parse(`User-agent: a\nCrawl-delay: ${value}`)
    expect(groups[0]?.crawlDelay).toBe(delay)
    expect(counts.badDelays).toBe(delay === null ? 1 : 0)
  })

  it.each<[string, string, number | null]>([
    ['400,000 digits', '9'.repeat(400_000), LONGEST_CRAWL_DELAY],
    ['400,000 digits and a letter', `${'9'.repeat(400_000)}x`, null],
    ['400,000 dots', '.'.repeat(400_000), null],
    ['200,000 digits, a dot, 200,000 digits and a letter', `${'1'.repeat(2e5)}.${'1'.repeat(2e5)}x`, null],
  ])('ends on %s', (_name, value, delay) => {
    expect(parse(`User-agent: a\nCrawl-delay: ${value}`).groups[0]?.crawlDelay).toBe(delay)
  })

  it('takes the greatest of a group', () => {
    const text =
      'User-agent: a\nCrawl-delay: 2\nCrawl-delay: 7\nDisallow: /x\nCrawl-delay: 3\nCrawl-delay: no'
    expect(parse(text).groups[0]?.crawlDelay).toBe(7)
  })
})

describe('other records', () => {
  it('reads sitemaps anywhere, after google/robotstxt robots_test.cc, ID_NonStandardLineExample_Sitemap', () => {
    const text =
      'Sitemap: http://foo.bar/ツ.xml\nUser-Agent: foo\nAllow: /some/path\nUser-Agent: bar\n\nSitemap: http://foo.bar/b.xml'
    const { sitemaps, counts } = parse(text)
    expect(sitemaps).toEqual(['http://foo.bar/ツ.xml', 'http://foo.bar/b.xml'])
    expect(counts.sitemaps).toBe(2)
  })

  it('counts sitemaps that are too many, too long or empty, and keeps none of them', () => {
    const long = `Sitemap: ${'x'.repeat(LONGEST_SITEMAP + 1)}\nSitemap:\n`
    const { sitemaps, counts } = parse(`${long}${'Sitemap: u\n'.repeat(MOST_SITEMAPS + 5)}`)
    expect(sitemaps).toEqual(Array.from({ length: MOST_SITEMAPS }, () => 'u'))
    expect(counts.sitemaps).toBe(MOST_SITEMAPS + 7)
  })

  it('counts preferences and unknown lines', () => {
    const text =
      'User-agent: *\nContent-Signal: ai-train=no\nContent-Usage: train-ai=n\nContent-Usage: /x y\nNoindex: /\nHarry Potter'
    expect(parse(text).counts).toEqual({ ...NONE, contentSignals: 1, contentUsages: 2, unknown: 2 })
  })
})

describe('hostile files', () => {
  it('reads the whole lines before a line of 1 MB', () => {
    const file = parse(`User-agent: *\nDisallow: /private\nAllow: /${'a'.repeat(1_000_000)}`)
    expect(file.truncated).toBe(true)
    expect(file.groups).toEqual([
      { agents: ['*'], rules: [{ allow: false, pattern: '/private' }], crawlDelay: null },
    ])
  })

  it('reads 100,000 groups up to the limit', () => {
    const file = parse('User-agent:a\nDisallow:/\n'.repeat(100_000))
    expect(file.truncated).toBe(true)
    expect(file.groups).toHaveLength(Math.floor(512_000 / 24))
  })

  it('holds a group of many agents and many rules once, not one for each agent', () => {
    const file = parse(`${'User-agent:a\n'.repeat(18_000)}${'Allow:/b\n'.repeat(25_000)}`)
    expect(file.groups.map(({ agents, rules }) => [agents.length, rules.length])).toEqual([[18_000, 25_000]])
  })

  it('passes over NULs and octets that are no UTF-8', () => {
    const bytes = Buffer.from(
      '\0\0\xff\xfe\n\xc3\x28: \0\nUser-agent: bot\nDisallow: /a\0b\nDisallow: /\xe9\xff\n',
      'latin1',
    )
    const file = parseRobots(bytes)
    expect(file.counts.unknown).toBe(2)
    expect(file.groups[0]?.rules.map(({ pattern }) => pattern)).toEqual(['/a%00b', '/%E9%FF'])
    expect(allows(bytes, 'bot', '/%e9%ff')).toBe(false)
    expect(allows(bytes, 'bot', '/a')).toBe(true)
  })

  it('reads a file of every octet, and one of nothing', () => {
    expect(parseRobots(Uint8Array.from({ length: 256 }, (_, octet) => octet)).groups).toEqual([])
    expect(parseRobots(new Uint8Array()).groups).toEqual([])
  })

  it('takes names of objects for names', () => {
    expect(allows('User-agent: __proto__\nDisallow: /\nconstructor: x', '__proto__', '/')).toBe(false)
    expect(allows('User-agent: __proto__\nDisallow: /', 'constructor', '/')).toBe(true)
  })
})
