import { type Downloaded, type Located, locatedColumns, type Outcome } from '@warc2dataset/schemas'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fillRow } from '../parquet/test-rows.js'
import { createDispatcher, type Dispatcher } from '../politeness/dispatcher.js'
import { type SiteRules, siteOf } from '../politeness/site-limits.js'
import type { OpenStage } from '../stage.js'
import { openTestHosts, says, type TestHosts } from '../web/test-hosts.js'
import { type DownloadOptions, downloadPicture } from './download-picture.js'

const RULES: SiteRules = { connections: 6, requestsPerSecond: 1000, own: new Map(), tasks: 1 }
const OWN = ['warc2dataset', 'warc-to-dataset']
const live = new AbortController().signal

let hosts: TestHosts
let dispatcher: Dispatcher
let opened: OpenStage<Located, Downloaded>[]
let asked: TestHosts['asked']
let answers: TestHosts['answers']
let counted: Map<string, number>

beforeEach(async () => {
  opened = []
  counted = new Map()
  hosts = await openTestHosts()
  ;({ asked, answers } = hosts)
  dispatcher = createDispatcher({
    now: () => performance.now(),
    siteOf: (origin) => siteOf(new URL(origin).hostname, RULES),
    places: { picture: 8, note: 8 },
    memoBytes: 100_000,
    probe: async () => true,
    log: () => {},
  })
})
afterEach(async () => {
  await Promise.all(opened.map((stage) => stage.close()))
  dispatcher.close()
  await hosts.close()
})

async function open(more: Partial<DownloadOptions> = {}): Promise<OpenStage<Located, Downloaded>> {
  const resolve = Object.fromEntries(
    ['a.test.example', 'b.test.example', 'other.example'].map((host) => [host, `127.0.0.1:${hosts.port}`]),
  )
  const stage = downloadPicture({
    userAgent: 'test (+https://example.org/contact)',
    allowHosts: [],
    resolve,
    totalTimeoutMs: 2_000,
    maxBytes: 1_000,
    maxRedirects: 3,
    retries: 1,
    notes: { robots: { own: OWN, also: [] }, tdm: false },
    signals: { agents: OWN, directives: ['noai', 'noindex'], tdm: false },
    siteOf: (origin) => ({ name: siteOf(new URL(origin).hostname, RULES).name, requestMs: 1 }),
    siteBudgetMs: 60_000,
    ...more,
  })
  const open = await stage.open({
    count: (work, n) => void counted.set(work, (counted.get(work) ?? 0) + n),
    log: () => {},
    lease: async () => () => {},
    traffic: dispatcher.open(),
  })
  opened.push(open)
  return open
}

async function ask(
  stage: OpenStage<Located, Downloaded>,
  ...urls: string[]
): Promise<readonly Outcome<Downloaded>[]> {
  return stage.process(
    urls.map((url, at) => fillRow(locatedColumns, { candidate_id: BigInt(at), url })),
    live,
  )
}

const fates = (outcomes: readonly Outcome<Downloaded>[]) =>
  outcomes.map((outcome) =>
    outcome.kind === 'kept' ? 'kept' : outcome.kind === 'dropped' ? outcome.reason : outcome.code,
  )

describe('downloadPicture', () => {
  it('asks for robots.txt first, once for each origin, and for nothing that it forbids', async () => {
    answers.set('a.test.example/robots.txt', says(200, {}, 'User-agent: *\nDisallow: /no/\nAllow: /no/but\n'))
    const stage = await open()
    const urls = ['/yes.jpg', '/no/x.jpg', '/no/but.jpg'].map((path) => `http://a.test.example${path}`)
    const outcomes = await ask(stage, ...urls, 'http://b.test.example/no/x.jpg')
    expect(fates(outcomes)).toEqual(['kept', 'robots_txt', 'kept', 'kept'])
    expect(asked.filter((place) => place.endsWith('/robots.txt')).sort()).toEqual([
      'a.test.example/robots.txt',
      'b.test.example/robots.txt',
    ])
    expect(asked).not.toContain('a.test.example/no/x.jpg')
    expect(asked.indexOf('a.test.example/robots.txt')).toBeLessThan(asked.indexOf('a.test.example/yes.jpg'))
    expect(outcomes[1]).toMatchObject({
      verdict: { filter: 'opt_out.robots_txt', value: 'Disallow: /no/ in http://a.test.example/robots.txt' },
    })
    expect(outcomes[2]).toMatchObject({ value: { robots_txt: '/no/but', fetched_from: 'web', attempts: 1 } })
    expect(outcomes[3]).toMatchObject({ value: { robots_txt: 'unavailable' } })
    expect(Object.fromEntries(counted)).toEqual({ requests: 3, site_requests: 2 })
  })

  it('reads our own group, packed unasked as well, and shares it with another worker', async () => {
    const { gzipSync } = await import('node:zlib')
    const text = 'User-agent: *\nDisallow:\n\nUser-agent: WARC-to-dataset\nDisallow: /\n'
    answers.set('a.test.example/robots.txt', (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text))
    })
    const [one, two] = [await open(), await open()]
    expect(fates(await ask(one, 'http://a.test.example/x'))).toEqual(['robots_txt'])
    expect(fates(await ask(two, 'http://a.test.example/y'))).toEqual(['robots_txt'])
    expect(asked).toEqual(['a.test.example/robots.txt'])
  })

  it('asks for nothing where robots.txt cannot be had, which may pass', async () => {
    answers.set('a.test.example/robots.txt', says(503, {}))
    const outcomes = await ask(await open(), 'http://a.test.example/x')
    expect(outcomes[0]).toMatchObject({ kind: 'failed', code: 'robots_unreachable', retryable: true })
    expect(asked).toEqual(['a.test.example/robots.txt', 'a.test.example/robots.txt'])
  })

  it('tells of a host that does not answer what it is, not that its robots.txt is missing', async () => {
    const lookup = async (host: string) => {
      if (host === 'inside.example') return ['10.0.0.1']
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    }
    const outcomes = await ask(
      await open({ lookup }),
      'http://inside.example/x',
      'http://nowhere.example/x',
      'http://127.0.0.1/x',
    )
    expect(fates(outcomes)).toEqual(['address_refused', 'dns_error', 'address_refused'])
    expect(asked).toEqual([])
  })

  it('heeds robots.txt of each host that a redirect leads to', async () => {
    answers.set('other.example/robots.txt', says(200, {}, 'User-agent: *\nDisallow: /'))
    answers.set('a.test.example/x', says(302, { location: 'http://other.example/y' }))
    expect(fates(await ask(await open(), 'http://a.test.example/x'))).toEqual(['robots_txt'])
    expect(asked).not.toContain('other.example/y')
  })

  it('follows robots.txt to another host, and not for ever', async () => {
    answers.set('a.test.example/robots.txt', says(301, { location: 'http://b.test.example/rules' }))
    answers.set('b.test.example/rules', says(200, {}, 'User-agent: *\nDisallow: /x'))
    answers.set('b.test.example/robots.txt', says(302, { location: '/robots.txt' }))
    const outcomes = await ask(await open(), 'http://a.test.example/x', 'http://b.test.example/x')
    expect(fates(outcomes)).toEqual(['robots_txt', 'kept'])
  })

  it('does without robots.txt where the recipe says so', async () => {
    answers.set('a.test.example/robots.txt', says(200, {}, 'User-agent: *\nDisallow: /'))
    const outcomes = await ask(await open({ notes: { robots: null, tdm: false } }), 'http://a.test.example/x')
    expect(outcomes[0]).toMatchObject({ kind: 'kept', value: { robots_txt: 'ignored' } })
    expect(asked).toEqual(['a.test.example/x'])
  })

  it('obeys X-Robots-Tag before the body is read, and records it where it does not forbid', async () => {
    answers.set('a.test.example/no', says(200, { 'x-robots-tag': 'max-image-preview: large, noai' }))
    answers.set('a.test.example/theirs', says(200, { 'x-robots-tag': 'otherbot: noai, noindex' }))
    answers.set('a.test.example/ours', says(200, { 'x-robots-tag': 'warc2dataset: noindex' }))
    answers.set('a.test.example/known', says(200, { 'x-robots-tag': 'noarchive, nosnippet' }))
    const urls = ['no', 'theirs', 'ours', 'known'].map((path) => `http://a.test.example/${path}`)
    const outcomes = await ask(await open(), ...urls)
    expect(fates(outcomes)).toEqual(['x_robots_tag', 'kept', 'x_robots_tag', 'kept'])
    expect(outcomes[0]).toMatchObject({ verdict: { filter: 'opt_out.directives', value: 'noai' } })
    expect(outcomes[3]).toMatchObject({ value: { image_robots: 'noarchive, nosnippet' } })
  })

  it('obeys a TDM reservation of the answer and of the host where the recipe says so', async () => {
    answers.set('a.test.example/x', says(200, { 'tdm-reservation': '1' }))
    answers.set(
      'b.test.example/.well-known/tdmrep.json',
      says(200, {}, JSON.stringify([{ location: '/art/*', 'tdm-reservation': 1 }])),
    )
    const urls = [
      'http://a.test.example/x',
      'http://b.test.example/art/y',
      'http://b.test.example/z',
      'http://other.example/w',
    ]
    expect(fates(await ask(await open(), ...urls))).toEqual(['kept', 'kept', 'kept', 'kept'])
    const notes = { robots: { own: OWN, also: [] }, tdm: true }
    const signals = { agents: OWN, directives: [], tdm: true }
    const outcomes = await ask(await open({ notes, signals }), ...urls)
    expect(fates(outcomes)).toEqual(['tdm_reserved', 'tdm_reserved', 'kept', 'kept'])
    expect(asked.filter((place) => place === 'b.test.example/art/y')).toHaveLength(1)
  })

  it('asks again what may pass, and gives its place back whatever comes', async () => {
    let times = 0
    answers.set('a.test.example/x', (_request, response) => {
      response.writeHead(++times === 1 ? 503 : 200).end('picture')
    })
    answers.set('a.test.example/gone', says(404, {}))
    const stage = await open()
    // More than there are places, each of which is needed again.
    const many = Array.from({ length: 20 }, (_, i) => `http://b.test.example/${i}`)
    const outcomes = await ask(stage, 'http://a.test.example/x', 'http://a.test.example/gone', ...many)
    expect(fates(outcomes)).toEqual(['kept', 'http_status', ...many.map(() => 'kept')])
    expect(outcomes[0]).toMatchObject({ value: { attempts: 2 } })
  })

  it('holds no place for a redirect that waits for another site', async () => {
    answers.set('other.example/robots.txt', says(200, {}, 'User-agent: *\nCrawl-delay: 20'))
    answers.set('a.test.example/away', says(302, { location: 'http://other.example/x' }))
    // More than there are places, all before the others.
    const away = Array.from({ length: 12 }, () => 'http://a.test.example/away')
    const here = Array.from({ length: 12 }, (_, i) => `http://b.test.example/${i}`)
    const stage = await open({ siteBudgetMs: 2_000 })
    const first = ask(stage, ...away)
    await new Promise((done) => setTimeout(done, 300))
    expect(fates(await ask(stage, ...here))).toEqual(here.map(() => 'kept'))
    expect(fates(await first)).toContain('site_budget')
  })

  it('leaves what a slow site has not answered in its time', async () => {
    answers.set('a.test.example/x', () => {})
    const slow = Array.from({ length: 8 }, () => 'http://a.test.example/x')
    const outcomes = await ask(
      await open({ siteBudgetMs: 1_000, totalTimeoutMs: 400 }),
      ...slow,
      'http://other.example/y',
    )
    const told = fates(outcomes)
    expect(told.at(-1)).toBe('kept')
    expect(told.filter((fate) => fate === 'site_budget').length).toBeGreaterThan(0)
    expect(new Set(told)).toEqual(new Set(['timeout', 'site_budget', 'kept']))
  })
})
