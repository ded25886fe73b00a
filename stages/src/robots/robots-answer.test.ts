import { describe, expect, it } from 'vitest'
import { mayFetch, type RobotsFetch, robotsAnswer } from './robots-answer.js'
import { bytesOf } from './test-robots.js'

const response = (status: number, text = '', retryAfter: number | null = null): RobotsFetch => ({
  kind: 'response',
  status,
  body: bytesOf(text),
  retryAfter,
})
const DENY = 'User-agent: *\nDisallow: /'
const at = (path: string) => new URL(path, 'https://foo.bar')
const DAY = 24 * 60 * 60

describe('how a fetch ended', () => {
  it.each<[string, RobotsFetch, string, boolean, number, string]>([
    ['200 that refuses', response(200, DENY), 'rules', false, DAY, 'RFC 9309 §2.3.1.1, §2.4'],
    ['200 of nothing', response(200), 'rules', true, DAY, 'RFC 9309 §2.2.1: no groups, no rules'],
    ['204', response(204), 'rules', true, DAY, 'RFC 9309 §2.3.1.1'],
    ['200 with a page', response(200, '<html><p>Disallow: /</p>'), 'rules', true, DAY, 'RFC 9309 §2.3.1.5'],
    ['more than 5 redirects', { kind: 'too_many_redirects' }, 'unavailable', true, DAY, 'RFC 9309 §2.3.1.2'],
    ['302 to nowhere', response(302, DENY), 'unavailable', true, DAY, 'our own rule, as §2.3.1.2'],
    ['400', response(400, DENY), 'unavailable', true, DAY, 'RFC 9309 §2.3.1.3'],
    ['401', response(401, DENY), 'unavailable', true, DAY, 'RFC 9309 §2.3.1.3'],
    ['403', response(403, DENY), 'unavailable', true, DAY, 'RFC 9309 §2.3.1.3'],
    ['404', response(404, DENY), 'unavailable', true, DAY, 'RFC 9309 §2.3.1.3'],
    ['499', response(499), 'unavailable', true, DAY, 'RFC 9309 §2.3.1.3'],
    [
      '429',
      response(429),
      'unreachable',
      false,
      3_600,
      'Google, How Google interprets the robots.txt specification',
    ],
    ['429, come back', response(429, '', 7_200), 'unreachable', false, 7_200, 'RFC 6585 §4: Retry-After'],
    [
      '500 with rules',
      response(500, 'User-agent: *\nAllow: /'),
      'unreachable',
      false,
      3_600,
      'RFC 9309 §2.3.1.4',
    ],
    ['503, come back', response(503, '', 120), 'unreachable', false, 120, 'RFC 9110 §15.6.4: Retry-After'],
    ['503, at once', response(503, '', 0), 'unreachable', false, 60, 'our own rule: at least a minute'],
    ['503, next year', response(503, '', 1e9), 'unreachable', false, DAY, 'our own rule: at most a day'],
    ['503, no number', response(503, '', Number.NaN), 'unreachable', false, 3_600, 'our own rule'],
    ['503, in the past', response(503, '', -5), 'unreachable', false, 3_600, 'our own rule'],
    ['599', response(599), 'unreachable', false, 3_600, 'RFC 9309 §2.3.1.4'],
    ['no status at all', response(0, DENY), 'unreachable', false, 3_600, 'our own rule'],
    ['999', response(999), 'unreachable', false, 3_600, 'our own rule'],
    ['no response', { kind: 'failed' }, 'unreachable', false, 3_600, 'RFC 9309 §2.3.1.4: network errors'],
  ])('%s', (_name, fetched, state, allowed, cacheSeconds) => {
    const answer = robotsAnswer(fetched)
    expect(answer).toMatchObject({ state, cacheSeconds })
    expect(mayFetch(answer, at('/a.jpg')).allowed).toBe(allowed)
    expect(mayFetch(answer, at('/robots.txt')).allowed).toBe(true)
  })

  it('says why', () => {
    const because = (fetched: RobotsFetch) => mayFetch(robotsAnswer(fetched), at('/a.jpg')).because
    expect(because({ kind: 'failed' })).toBe('unreachable')
    expect(because(response(404))).toBe('unavailable')
    expect(because(response(200))).toBe('no_rule')
    expect(mayFetch(robotsAnswer(response(200, DENY)), at('/a.jpg'))).toEqual({
      allowed: false,
      because: 'rule',
      pattern: '/',
    })
  })

  it('tells what was read', () => {
    const answer = robotsAnswer(response(200, `nonsense\n${DENY}\nCrawl-delay: 2\n${'#'.repeat(600_000)}`))
    expect(answer.truncated).toBe(true)
    expect(answer.counts?.unknown).toBe(1)
    expect(answer.crawlDelay).toBe(2)
    expect(robotsAnswer(response(404)).counts).toBe(null)
  })
})

describe('several names', () => {
  const text =
    'User-agent: warc2dataset\nCrawl-delay: 1\nDisallow: /a\nUser-agent: CCBot\nCrawl-delay: 4\nDisallow: /b\nAllow: /c'

  it('obeys our own group without being told', () => {
    const answer = robotsAnswer(response(200, `${text}\nUser-agent: *\nDisallow: /`))
    expect(mayFetch(answer, at('/a')).allowed).toBe(false)
    expect(mayFetch(answer, at('/b')).allowed).toBe(true)
    expect(answer.crawlDelay).toBe(1)
  })

  it('needs a URL to be allowed to all, and waits for the slowest', () => {
    const answer = robotsAnswer(response(200, text), { own: ['warc2dataset'], also: ['CCBot'] })
    expect(mayFetch(answer, at('/a'))).toEqual({ allowed: false, because: 'rule', pattern: '/a' })
    expect(mayFetch(answer, at('/b'))).toEqual({ allowed: false, because: 'rule', pattern: '/b' })
    expect(mayFetch(answer, at('/c'))).toEqual({ allowed: true, because: 'rule', pattern: '/c' })
    expect(mayFetch(answer, at('/d'))).toEqual({ allowed: true, because: 'no_rule', pattern: null })
    expect(answer.crawlDelay).toBe(4)
  })

  it('is one crawler by its own names, and each further name by itself', () => {
    const file = `${text}\nUser-agent: *\nDisallow: /e\nUser-agent: warc-to-dataset\nDisallow: /f`
    const refused = (names?: Parameters<typeof robotsAnswer>[1]) => {
      const answer = robotsAnswer(response(200, file), names)
      return ['/a', '/b', '/e', '/f'].filter((path) => !mayFetch(answer, at(path)).allowed)
    }
    expect(refused()).toEqual(['/a', '/f'])
    expect(refused({ own: ['nobody', 'warc-to-dataset'], also: [] })).toEqual(['/f'])
    expect(refused({ own: ['nobody'], also: [] })).toEqual(['/e'])
    expect(refused({ own: ['warc2dataset'], also: ['nobody'] })).toEqual(['/a', '/e'])
    expect(refused({ own: ['warc2dataset', 'warc-to-dataset'], also: ['CCBot', 'nobody'] })).toEqual([
      '/a',
      '/b',
      '/e',
      '/f',
    ])
  })

  it('holds the rules for * once, whoever has no group of its own', () => {
    const agentsOf = (file: string, also: readonly string[]) =>
      robotsAnswer(response(200, file), { own: ['nobody'], also }).agents.map(({ agent }) => agent)
    expect(agentsOf(text, ['CCBot', 'GPTBot', 'warc2dataset'])).toEqual([null, 'ccbot', 'warc2dataset'])
    expect(agentsOf(`${text}\nUser-agent: *\nDisallow: /e`, ['GPTBot', 'CCBot', 'x'])).toEqual(['*', 'ccbot'])
  })

  it('refuses none', () => {
    expect(() => robotsAnswer(response(404), { own: [], also: ['CCBot'] })).toThrow(
      'Expected at least one product token for robots.txt, got none',
    )
  })
})
