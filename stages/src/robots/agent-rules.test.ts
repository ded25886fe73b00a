import { describe, expect, it } from 'vitest'
import { agentRules, MOST_RULES, PRODUCT_TOKENS } from './agent-rules.js'
import { parseRobots } from './parse-robots.js'
import { bytesOf } from './test-robots.js'

function rules(text: string, ...names: readonly string[]) {
  const { rules, ...rest } = agentRules(parseRobots(bytesOf(text)), names)
  return { ...rest, rules: rules.map(({ allow, pattern }) => `${allow ? '+' : '-'}${pattern}`) }
}

describe('groups of one agent', () => {
  it('merges them, RFC 9309 §2.2.1, second table', () => {
    const text =
      'user-agent: ExampleBot\ndisallow: /foo\ndisallow: /bar\n\nuser-agent: ExampleBot\ndisallow: /baz'
    expect(rules(text, 'examplebot')).toEqual({
      agent: 'examplebot',
      tooMany: false,
      crawlDelay: null,
      rules: ['-/foo', '-/bar', '-/baz'],
    })
  })

  it('takes those for * where none names it, RFC 9309 §2.2.1, third table', () => {
    const text = 'user-agent: *\ndisallow: /foo\ndisallow: /bar\n\nuser-agent: BazBot\ndisallow: /baz'
    expect(rules(text, 'ExampleBot')).toMatchObject({ agent: '*', rules: ['-/foo', '-/bar'] })
  })

  it('has no rules where there is neither, RFC 9309 §2.2.1', () => {
    expect(rules('user-agent: a\ndisallow: /', 'b')).toEqual({
      agent: null,
      tooMany: false,
      crawlDelay: null,
      rules: [],
    })
  })

  it('compares the whole name: no group for a part of it is ours', () => {
    const text =
      'User-agent: warc\nDisallow: /a\nUser-agent: warc2\nDisallow: /b\nUser-agent: dataset\nDisallow: /c\n'
    expect(rules(text, ...PRODUCT_TOKENS).agent).toBe(null)
    expect(rules(`${text}User-agent: WARC2Dataset\nDisallow: /d`, ...PRODUCT_TOKENS).rules).toEqual(['-/d'])
  })

  it('puts the most specific first, allowing before disallowing, each once, RFC 9309 §2.2.2', () => {
    const text =
      'User-agent: a\nDisallow: /x\nDisallow: /xyz\nAllow: /q\nAllow: /x\nDisallow: /x\nDisallow: /xyz'
    expect(rules(text, 'a').rules).toEqual(['-/xyz', '+/x', '+/q'])
  })

  it('takes the greatest Crawl-delay of its groups, and none of *', () => {
    const text =
      'User-agent: *\nCrawl-delay: 9\nDisallow: /\nUser-agent: a\nCrawl-delay: 2\nAllow: /\nUser-agent: a\nCrawl-delay: 5'
    expect(rules(text, 'a').crawlDelay).toBe(5)
    expect(rules(text, 'b').crawlDelay).toBe(9)
    expect(rules('User-agent: *\nCrawl-delay: 9\nDisallow: /\nUser-agent: a\nAllow: /', 'a').crawlDelay).toBe(
      null,
    )
  })
})

describe('a crawler of two names', () => {
  const both =
    'User-agent: *\nDisallow: /\nUser-agent: warc2dataset\nCrawl-delay: 1\nDisallow: /a\nUser-agent: other\nDisallow: /o\nUser-agent: Warc-To-Dataset\nCrawl-delay: 3\nDisallow: /bb'

  it('merges the groups of both, RFC 9309 §2.2.1', () => {
    expect(rules(both, ...PRODUCT_TOKENS)).toEqual({
      agent: 'warc2dataset',
      tooMany: false,
      crawlDelay: 3,
      rules: ['-/bb', '-/a'],
    })
  })

  it('is not for * where either has a group', () => {
    const alias = 'User-agent: *\nDisallow: /\nUser-agent: warc-to-dataset\nDisallow: /b'
    expect(rules(alias, ...PRODUCT_TOKENS)).toMatchObject({ agent: 'warc-to-dataset', rules: ['-/b'] })
    expect(rules(alias, 'warc2dataset')).toMatchObject({ agent: '*', rules: ['-/'] })
  })

  it('takes a group that names both once', () => {
    const shared = 'User-agent: warc-to-dataset\nUser-agent: warc2dataset\nDisallow: /b'
    expect(rules(shared, ...PRODUCT_TOKENS).rules).toEqual(['-/b'])
  })

  it('has one name that RFC 9309 §2.2.1 allows: letters, "_" and "-"', () => {
    expect(PRODUCT_TOKENS.filter((token) => /^[A-Za-z_-]+$/.test(token))).toEqual(['warc-to-dataset'])
  })

  it('refuses none', () => {
    expect(() => rules('')).toThrow('Expected at least one product token for robots.txt, got none')
  })
})

describe('limits', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `Allow: /${index}`).join('\n')

  it('says that there are too many rules, and counts one written twice once', () => {
    expect(rules(`User-agent: a\n${many(MOST_RULES)}\n${many(MOST_RULES)}`, 'a').rules).toHaveLength(
      MOST_RULES,
    )
    expect(rules(`User-agent: a\n${many(MOST_RULES + 1)}`, 'a')).toMatchObject({ tooMany: true, rules: [] })
  })

  it('does not count the rules of others', () => {
    expect(rules(`User-agent: b\n${many(MOST_RULES + 1)}\nUser-agent: a\nDisallow: /x`, 'a')).toMatchObject({
      tooMany: false,
      rules: ['-/x'],
    })
  })

  it.each(['', '*', 'a b', 'a/1', 'ツ', 'a'.repeat(65)])('refuses the name %j', (token) => {
    expect(() => agentRules(parseRobots(new Uint8Array()), ['bot', token])).toThrow(
      /^Expected 1 to 64 letters/,
    )
  })
})
