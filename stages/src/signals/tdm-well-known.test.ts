import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../warc/warc-fixtures.js'
import { MOST_TDM_RULES, parseTdmRules, TDM_BYTES, type TdmRules, tdmRuleOf } from './tdm-well-known.js'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const parse = (value: unknown): TdmRules => parseTdmRules(bytesOf(JSON.stringify(value)))
const at = (path: string) => new URL(path, 'https://provider.com')
/** The example of the report with three groups of files. */
const THREE = `
          [
            {
            "location": "/directory-a/",
            "tdm-reservation": 1
            },
            {
            "location": "/directory-b/html/",
            "tdm-reservation": 1,
            "tdm-policy":"https://provider.com/policies/policy.json"
            },
            {
            "location": "/directory-b/images/*.jpg",
            "tdm-reservation": 0
            }
          ]`
const EXAMPLES = 'TDMRep, TDM File on the Origin Server, Examples'
const MATCHING = 'TDMRep, TDM File on the Origin Server'
const SPECIAL = 'TDMRep, Use of regular expressions'
const GOOGLE = 'How Google interprets the robots.txt specification, URL matching based on path values'
const VALUES = 'TDMRep, tdm-reservation'
const OURS = 'our own rule, see parseTdmRules'
const one = (location: unknown, reservation: unknown = 1) =>
  JSON.stringify([{ location, 'tdm-reservation': reservation }])

describe('rules of a file', () => {
  it.each<[string, string, 0 | 1 | null, string]>([
    ['[{"location": "/", "tdm-reservation": 1}]', '/any/file.jpg', 1, `${EXAMPLES}: opt out for every file`],
    ['[{"location": "/", "tdm-reservation": 1}]', '/', 1, `${EXAMPLES}: opt out for every file`],
    [THREE, '/directory-a/x.pdf', 1, EXAMPLES],
    [THREE, '/directory-b/html/a/b.html', 1, EXAMPLES],
    [THREE, '/directory-b/images/x.jpg', 0, EXAMPLES],
    [THREE, '/directory-b/images/a/b.jpg?c', 0, `${EXAMPLES}; ${GOOGLE}: /*.php`],
    [THREE, '/directory-b/images/x.png', null, `${MATCHING}: no match is unset`],
    [THREE, '/directory-a', null, `${MATCHING}: to the end of the path from the rule`],
    [THREE, '/Directory-a/x.pdf', null, `${MATCHING}: case sensitive`],
    ['[]', '/', null, `${MATCHING}: no match is unset`],
    [
      '[{"location":"/a/b","tdm-reservation":0},{"location":"/a","tdm-reservation":1}]',
      '/a/b/c',
      0,
      `${MATCHING}: the first in sequence`,
    ],
    [
      '[{"location":"/a","tdm-reservation":1},{"location":"/a/b","tdm-reservation":0}]',
      '/a/b/c',
      1,
      `${MATCHING}: the first in sequence, not the longest`,
    ],
    [one('/foo/bar/%62%61%7A'), '/foo/bar/baz', 1, `${MATCHING}: %-encoded US-ASCII is unencoded`],
    [one('/foo/bar/baz'), '/foo/bar/%62%61%7A', 1, `${MATCHING}: %-encoded US-ASCII is unencoded`],
    [one('/a%2Fb'), '/a/b', null, `${MATCHING}: unless reserved`],
    [one('/foo/bar/ツ'), '/foo/bar/%E3%83%84', 1, 'RFC 9309 §2.2.2 table, row 3'],
    [one('/this/path/exactly$'), '/this/path/exactly', 1, `${SPECIAL}: $`],
    [one('/this/path/exactly$'), '/this/path/exactly/', null, `${SPECIAL}: $`],
    [one('/this/*/then'), '/this/and/then', 1, `${SPECIAL}: *`],
    [one('/this/*/then'), '/this//then', 1, `${SPECIAL}: 0 or more`],
    [one('/path/foo-%24'), '/path/foo-$', 1, `${SPECIAL}: verbatim`],
    [one('/path/foo-%24'), '/path/foo-', null, `${SPECIAL}: verbatim`],
    [one('/fish*'), '/fish.html', 1, GOOGLE],
    [one('/*.php$'), '/filename.php?parameters', null, GOOGLE],
    [one('/fish?id=*'), '/fish?id=anything', 1, GOOGLE],
    [one('*'), '/x', 1, `${SPECIAL}: *`],
    [one('/', 2), '/', null, `${VALUES}: other values are unset`],
    [one('/', 'yes'), '/', null, `${VALUES}: other values are unset`],
    [one('/', null), '/', null, `${VALUES}: other values are unset`],
    [one('/', [1]), '/', null, `${VALUES}: other values are unset`],
    [one('/', 1.5), '/', null, `${VALUES}: other values are unset`],
    ['[{"location":"/"},{"location":"/","tdm-reservation":1}]', '/', null, `${VALUES}: the first is unset`],
    ['[{"location":"/","tdm-reservation":1.0}]', '/', 1, 'RFC 8259 §6: a number'],
    [one('/', '1'), '/', 1, OURS],
    [one('/', true), '/', 1, OURS],
    [one('/', '0'), '/', 0, OURS],
    [one('/', false), '/', 0, OURS],
    ['[7, "/", null, ["/"], {"tdm-reservation":1}, {"location":"/","tdm-reservation":1}]', '/', 1, OURS],
    [`\ufeff${one('/')}`, '/', 1, 'RFC 8259 §8.1: a mark may be ignored'],
    [one('directory-a/'), '/directory-a/', null, `${MATCHING}: matches the path`],
    [one('https://provider.com/'), '/', null, `${MATCHING}: matches the path`],
    ['[{"__proto__":{"location":"/","tdm-reservation":1}}]', '/', null, 'a property, not a parent'],
  ])('%s on %s: %j (%s)', (text, path, expected) => {
    const rules = parseTdmRules(bytesOf(text))
    expect(rules.problem).toBe(null)
    expect(tdmRuleOf(rules, at(path))).toBe(expected)
    const again: TdmRules = JSON.parse(JSON.stringify(rules))
    expect(again).toEqual(rules)
    expect(tdmRuleOf(again, at(path))).toBe(expected)
  })

  it('counts what is no rule', () => {
    const { rules, ignored } = parse([7, null, {}, { location: 5 }, { location: '' }, { location: '/a' }])
    expect(rules).toEqual([{ location: '/a', reservation: null }])
    expect(ignored).toBe(5)
  })

  it('refuses a URL that has no such file', () => {
    expect(() => tdmRuleOf(parse([{ location: '/' }]), new URL('ftp://a/'))).toThrow('Expected http or https')
  })
})

describe('what is no file of the report', () => {
  const filler = (count: number) => Array.from({ length: count }, (_, index) => ({ location: `/${index}` }))

  it.each<[string, Uint8Array, TdmRules['problem']]>([
    ['nothing', new Uint8Array(), 'not_json'],
    ['a page', bytesOf('<!doctype html><title>404</title>'), 'not_json'],
    ['half a list', bytesOf('[{"location":"/","tdm-reservation":1}'), 'not_json'],
    ['a comment', bytesOf('[] // none'), 'not_json'],
    ['UTF-16', Buffer.from('[]', 'utf16le'), 'not_json'],
    ['no list around it', bytesOf('{"location":"/","tdm-reservation":1}'), 'not_a_list'],
    ['a text', bytesOf('"/"'), 'not_a_list'],
    ['null', bytesOf('null'), 'not_a_list'],
    ['a byte too long', bytesOf(`[${' '.repeat(TDM_BYTES - 1)}]`), 'too_many_bytes'],
    ['as long as may be', bytesOf(`[${' '.repeat(TDM_BYTES - 2)}]`), null],
    ['as many as may be', bytesOf(JSON.stringify(filler(MOST_TDM_RULES))), null],
    ['one too many', bytesOf(JSON.stringify(filler(MOST_TDM_RULES + 1))), 'too_many_rules'],
    ['deep', bytesOf('['.repeat(TDM_BYTES)), 'too_many_rules'],
    ['wide', bytesOf(`[${'{},'.repeat(170_000)}{}]`), 'too_many_rules'],
  ])('%s: %s', (_name, bytes, problem) => {
    const read = parseTdmRules(bytes)
    expect(read.problem).toBe(problem)
    if (problem !== null) expect(read).toEqual({ rules: [], ignored: 0, problem })
  })

  it('never throws on damaged files', () => {
    const next = randomNumbers(512)
    let kept = 0
    for (let round = 0; round < 3000; round++) {
      const bytes = bytesOf(THREE)
      for (let flips = next() % 4; flips >= 0; flips--) bytes[next() % bytes.length] = next() & 0xff
      const rules = parseTdmRules(bytes)
      if (rules.problem === null) kept++
      expect([0, 1, null]).toContain(tdmRuleOf(rules, at('/directory-a/x')))
    }
    expect(kept).toBeGreaterThan(100)
    expect(kept).toBeLessThan(2900)
  })
})

describe('hostile files end, and stay small', () => {
  it('one location of stars', () => {
    const rules = parse([
      { location: `/${'*a'.repeat(100_000)}*b`, 'tdm-reservation': 0 },
      { location: '/a', 'tdm-reservation': 1 },
    ])
    expect(tdmRuleOf(rules, at(`/${'a'.repeat(100_000)}`))).toBe(1)
  })

  it('the most rules, none of which matches, for many pictures', () => {
    const rules = parse(Array.from({ length: MOST_TDM_RULES }, () => ({ location: '/*a*b*a*b$' })))
    for (let picture = 0; picture < 100; picture++) {
      expect(tdmRuleOf(rules, at(`/${'ab'.repeat(100)}${picture}`))).toBe(null)
    }
  })

  it('locations that grow most when normalised', () => {
    const text = JSON.stringify([{ location: `/${'ä'.repeat(260_000)}` }])
    const rules = parseTdmRules(bytesOf(text))
    expect(rules.rules).toHaveLength(1)
    expect(JSON.stringify(rules).length).toBeGreaterThan(1_500_000)
    expect(JSON.stringify(rules).length).toBeLessThan(2_000_000)
  })
})
