import { describe, expect, it } from 'vitest'
import { allows } from './test-robots.js'

/** Cases after google/robotstxt robots_test.cc, as facts: file, agent, allowed paths, refused paths, name of the test. */
type Case = readonly [string, string, readonly string[], readonly string[], string]

const GROUPS = [
  'allow: /foo/bar/',
  '',
  'user-agent: FooBot',
  'disallow: /',
  'allow: /x/',
  'user-agent: BarBot',
  'disallow: /',
  'allow: /y/',
  '',
  '',
  'allow: /w/',
  'user-agent: BazBot',
  '',
  'user-agent: FooBot',
  'allow: /z/',
  'disallow: /',
].join('\n')

const foo = (...rules: readonly string[]) => ['user-agent: FooBot', ...rules].join('\n')
const only = (pattern: string) => foo('disallow: /', `allow: ${pattern}`)
const FISH = [
  '/fish',
  '/fish.html',
  '/fish/salmon.html',
  '/fishheads',
  '/fishheads/yummy.html',
  '/fish.html?id=anything',
]
const NO_FISH = ['/bar', '/Fish.asp', '/catfish', '/?id=fish']

const CASES: readonly Case[] = [
  ['', 'FooBot', ['/'], [], 'GoogleOnly_SystemTest'],
  ['user-agent: FooBot\ndisallow: /', 'FooBot', [], ['/x/y'], 'ID_LineSyntax_Line'],
  ['foo: FooBot\nbar: /', 'FooBot', ['/x/y'], [], 'ID_LineSyntax_Line'],
  ['user-agent FooBot\ndisallow /', 'FooBot', [], ['/x/y'], 'ID_LineSyntax_Line'],
  [GROUPS, 'FooBot', ['/x/b', '/z/d'], ['/y/c', '/foo/bar/'], 'ID_LineSyntax_Groups'],
  [GROUPS, 'BarBot', ['/y/c', '/w/a'], ['/z/d', '/foo/bar/'], 'ID_LineSyntax_Groups'],
  [GROUPS, 'BazBot', ['/z/d'], ['/foo/bar/'], 'ID_LineSyntax_Groups'],
  ...['FooBot', 'BarBot'].flatMap((agent): Case[] => [
    [
      'User-agent: BarBot\nSitemap: https://foo.bar/sitemap\nUser-agent: *\nDisallow: /',
      agent,
      [],
      ['/'],
      'ID_LineSyntax_Groups_OtherRules',
    ],
    [
      'User-agent: FooBot\nInvalid-Unknown-Line: unknown\nUser-agent: *\nDisallow: /',
      agent,
      [],
      ['/'],
      'ID_LineSyntax_Groups_OtherRules',
    ],
  ]),
  ...['USER-AGENT: FooBot\nALLOW: /x/\nDISALLOW: /', 'uSeR-aGeNt: FooBot\nAlLoW: /x/\ndIsAlLoW: /'].map(
    (file): Case => [file, 'FooBot', ['/x/y'], ['/a/b'], 'ID_REPLineNamesCaseInsensitive'],
  ),
  ...['FOO BAR', 'foo bar', 'FoO bAr'].flatMap((agent) =>
    ['Foo', 'foo'].map(
      (ours): Case => [
        `User-Agent: ${agent}\nAllow: /x/\nDisallow: /`,
        ours,
        ['/x/y'],
        ['/a/b'],
        'ID_UserAgentValueCaseInsensitive',
      ],
    ),
  ),
  [
    'User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /',
    'Foo',
    ['/x/y'],
    [],
    'GoogleOnly_AcceptUserAgentUpToFirstSpace',
  ],
  [
    'user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /',
    'FooBot',
    [],
    ['/x/y'],
    'ID_GlobalGroups_Secondary',
  ],
  [
    'user-agent: *\nallow: /\nuser-agent: FooBot\ndisallow: /',
    'BarBot',
    ['/x/y'],
    [],
    'ID_GlobalGroups_Secondary',
  ],
  [
    'user-agent: FooBot\nallow: /\nuser-agent: BarBot\ndisallow: /\nuser-agent: BazBot\ndisallow: /',
    'QuxBot',
    ['/x/y'],
    [],
    'ID_GlobalGroups_Secondary',
  ],
  [foo('disallow: /x/'), 'FooBot', [], ['/x/y'], 'ID_AllowDisallow_Value_CaseSensitive'],
  [foo('disallow: /X/'), 'FooBot', ['/x/y'], [], 'ID_AllowDisallow_Value_CaseSensitive'],
  [foo('disallow: /x/page.html', 'allow: /x/'), 'FooBot', [], ['/x/page.html'], 'ID_LongestMatch'],
  [foo('allow: /x/page.html', 'disallow: /x/'), 'FooBot', ['/x/page.html'], ['/x/'], 'ID_LongestMatch'],
  [foo('disallow: ', 'allow: '), 'FooBot', ['/x/page.html'], [], 'ID_LongestMatch'],
  [foo('disallow: /', 'allow: /'), 'FooBot', ['/x/page.html'], [], 'ID_LongestMatch'],
  [foo('disallow: /x', 'allow: /x/'), 'FooBot', ['/x/'], ['/x'], 'ID_LongestMatch'],
  [foo('disallow: /x/page.html', 'allow: /x/page.html'), 'FooBot', ['/x/page.html'], [], 'ID_LongestMatch'],
  [foo('allow: /page', 'disallow: /*.html'), 'FooBot', ['/page'], ['/page.html'], 'ID_LongestMatch'],
  [foo('allow: /x/page.', 'disallow: /*.html'), 'FooBot', ['/x/page.html'], ['/x/y.html'], 'ID_LongestMatch'],
  [
    'User-agent: *\nDisallow: /x/\nUser-agent: FooBot\nDisallow: /y/',
    'FooBot',
    ['/x/page'],
    ['/y/page'],
    'ID_LongestMatch',
  ],
  [
    foo('Disallow: /', 'Allow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par'),
    'FooBot',
    ['/foo/bar?qux=taz&baz=http://foo.bar?tar&par'],
    [],
    'ID_Encoding',
  ],
  [only('/foo/bar/ツ'), 'FooBot', ['/foo/bar/%E3%83%84'], [], 'ID_Encoding'],
  [only('/foo/bar/%E3%83%84'), 'FooBot', ['/foo/bar/%E3%83%84'], [], 'ID_Encoding'],
  [only('/foo/bar/%62%61%7A'), 'FooBot', ['/foo/bar/%62%61%7A'], [], 'ID_Encoding'],
  [
    foo('Disallow: /foo/bar/quz', 'Allow: /foo/*/qux'),
    'FooBot',
    ['/foo/quz', '/foo//quz', '/foo/bax/quz'],
    ['/foo/bar/quz'],
    'ID_SpecialCharacters',
  ],
  [
    foo('Disallow: /foo/bar$', 'Allow: /foo/bar/qux'),
    'FooBot',
    ['/foo/bar/qux', '/foo/bar/', '/foo/bar/baz'],
    ['/foo/bar'],
    'ID_SpecialCharacters',
  ],
  [
    foo('# Disallow: /', 'Disallow: /foo/quz#qux', 'Allow: /'),
    'FooBot',
    ['/foo/bar'],
    ['/foo/quz'],
    'ID_SpecialCharacters',
  ],
  [
    'User-Agent: *\nAllow: /allowed-slash/index.html\nDisallow: /',
    'foobot',
    ['/allowed-slash/index.html'],
    ['/allowed-slash/index.htm', '/anyother-url'],
    'GoogleOnly_IndexHTMLisDirectory',
  ],
  [only('/fish'), 'FooBot', FISH, NO_FISH, 'GoogleOnly_DocumentationChecks'],
  [only('/fish*'), 'FooBot', FISH, [...NO_FISH, '/Fish.bar'], 'GoogleOnly_DocumentationChecks'],
  [
    only('/fish/'),
    'FooBot',
    ['/fish/', '/fish/salmon', '/fish/?salmon', '/fish/salmon.html', '/fish/?id=anything'],
    ['/bar', '/fish', '/fish.html', '/Fish/Salmon.html'],
    'GoogleOnly_DocumentationChecks',
  ],
  [
    only('/*.php'),
    'FooBot',
    [
      '/filename.php',
      '/folder/filename.php',
      '/folder/filename.php?parameters',
      '//folder/any.php.file.html',
      '/filename.php/',
      '/index?f=filename.php/',
    ],
    ['/bar', '/php/', '/index?php', '/windows.PHP'],
    'GoogleOnly_DocumentationChecks',
  ],
  [
    only('/*.php$'),
    'FooBot',
    ['/filename.php', '/folder/filename.php'],
    [
      '/bar',
      '/filename.php?parameters',
      '/filename.php/',
      '/filename.php5',
      '/php/',
      '/filename?php',
      '/aaaphpaaa',
      '//windows.PHP',
    ],
    'GoogleOnly_DocumentationChecks',
  ],
  [
    only('/fish*.php'),
    'FooBot',
    ['/fish.php', '/fishheads/catfish.php?parameters'],
    ['/bar', '/Fish.PHP'],
    'GoogleOnly_DocumentationChecks',
  ],
  [foo('allow: /p', 'disallow: /'), 'FooBot', ['/page'], [], 'GoogleOnly_DocumentationChecks'],
  [
    foo('allow: /folder', 'disallow: /folder'),
    'FooBot',
    ['/folder/page'],
    [],
    'GoogleOnly_DocumentationChecks',
  ],
  [foo('allow: /page', 'disallow: /*.htm'), 'FooBot', [], ['/page.htm'], 'GoogleOnly_DocumentationChecks'],
  [foo('allow: /$', 'disallow: /'), 'FooBot', ['/'], ['/page.html'], 'GoogleOnly_DocumentationChecks'],
]

describe('after google/robotstxt robots_test.cc', () => {
  it.each(CASES)('%j for %s', (file, agent, allowed, refused, test) => {
    for (const path of allowed) expect(allows(file, agent, path), `${test}: ${path}`).toBe(true)
    for (const path of refused) expect(allows(file, agent, path), `${test}: ${path}`).toBe(false)
    expect(allowed.length + refused.length).toBeGreaterThan(0)
  })
})

describe('where we differ from google/robotstxt', () => {
  it('decodes unreserved characters in a rule (RFC 9309 §2.2.2 table, row 5; ID_Encoding refuses)', () => {
    expect(allows(only('/foo/bar/%62%61%7A'), 'FooBot', '/foo/bar/baz')).toBe(true)
  })

  it('takes index.html for itself alone (RFC 9309 has no such rule; GoogleOnly_IndexHTMLisDirectory allows)', () => {
    const file = 'User-Agent: *\nAllow: /allowed-slash/index.html\nDisallow: /'
    expect(allows(file, 'foobot', '/allowed-slash/')).toBe(false)
  })

  it('reads a line whole (RFC 9309 has no limit of a line; GoogleOnly_LineTooLong cuts at 16,664 octets)', () => {
    const long = `/x/${'a'.repeat(17_000)}`
    expect(allows(foo(`disallow: ${long}/qux`), 'FooBot', `${long}/qux`)).toBe(false)
    expect(allows(foo(`disallow: ${long}/qux`), 'FooBot', `${long}/fux`)).toBe(true)
  })
})
