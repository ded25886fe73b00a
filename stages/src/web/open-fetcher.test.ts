import { connect, Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectPicture } from './judge-head.js'
import { type Fetcher, type FetcherOptions, type HopResult, openFetcher } from './open-fetcher.js'
import { openTestServer, redirects, repeats, says, saysAndEnds, type TestServer } from './test-server.js'

const OK = 'HTTP/1.1 200 OK'
const live = new AbortController().signal
const smuggled = `abc${OK}\r\nContent-Length: 4\r\n\r\nevil`

const routes = {
  '/a': says(`${OK}\r\nContent-Type: image/png\r\nContent-Length: 3`, 'abc'),
  '/empty': says(`${OK}\r\nContent-Length: 0`),
  '/html': says(`${OK}\r\nContent-Type: text/html\r\nContent-Length: 6`, '<html>'),
  '/old': saysAndEnds('HTTP/1.0 200 OK', 'old'),
  '/bare': saysAndEnds('HTTP/1.1 200', 'bare'),
  '/chunked': says(`${OK}\r\nTransfer-Encoding: chunked`, '3\r\nabc\r\n3;x=y\r\ndef\r\n0\r\nX: y\r\n\r\n'),
  '/identity': says(`${OK}\r\nContent-Encoding: identity\r\nContent-Length: 3`, 'abc'),
  '/short-length': says(`${OK}\r\nContent-Length: 3`, smuggled),
  '/closing': saysAndEnds(`${OK}\r\nConnection: close\r\nContent-Length: 3`, 'abc'),
  '/hints': says('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3', 'abc'),
  '/offers-h2': says(
    `${OK}\r\nUpgrade: h2,h2c\r\nConnection: Upgrade, Keep-Alive\r\nContent-Length: 3`,
    'abc',
  ),
  '/odd-type': says(`${OK}\r\nContent-Type: image/png\u0085${'x'.repeat(300)}\r\nContent-Length: 0`),
  '/cookie': says('HTTP/1.1 302 Found\r\nSet-Cookie: id=1\r\nLocation: a?q#frag\r\nContent-Length: 0'),
  '/to-http': redirects('http://other.test/a', 308),
  '/to-utf8': redirects('/caf\u00c3\u00a9'),
  '/caf%C3%A9': says(`${OK}\r\nContent-Length: 3`, 'utf'),
  '/slow': repeats(`${OK}\r\n\r\n`, 'x', 10),
}

let server: TestServer
let fetcher: Fetcher
let requests: string[]

const open = (options: Partial<FetcherOptions> = {}): Fetcher =>
  openFetcher({
    userAgent: 'test (+https://example.org/)',
    allowHosts: [],
    resolve: { 'pics.test': `127.0.0.1:${server.port}`, 'Other.Test.': `127.0.0.1:${server.port}` },
    totalTimeoutMs: 5_000,
    maxBytes: 1_000,
    maxRedirects: 2,
    onRequest: (url) => requests.push(url),
    ...options,
  })

const direct = { allowHosts: ['site.test'], resolve: {}, lookup: async () => ['127.0.0.1'] }

beforeEach(async () => {
  server = await openTestServer(routes)
  requests = []
  fetcher = open()
})

afterEach(async () => {
  await fetcher.close()
  await server.close()
})

describe('openFetcher', () => {
  it.each([
    ['/a', 'abc', 'image/png'],
    ['/empty', '', null],
    ['/html', '<html>', 'text/html'],
    ['/old', 'old', null],
    ['/bare', 'bare', null],
    ['/chunked', 'abcdef', null],
    ['/identity', 'abc', null],
    ['/hints', 'abc', null],
    ['/short-length', 'abc', null],
    ['/offers-h2', 'abc', null],
    ['/odd-type', '', `image/png ${'x'.repeat(190)}`],
  ])('gives the body of %s', async (path, text, contentType) => {
    const url = `http://pics.test${path}`
    const result = await fetcher.fetch(`${url}#part`, live)
    const body = Buffer.from(text)
    expect(result).toEqual({ ok: true, body, contentType, note: null, finalUrl: url, redirects: 0 })
  })

  it('follows redirects, and sends nothing but what is needed', async () => {
    const result = await fetcher.fetch('http://pics.test/cookie', live)
    expect(result).toMatchObject({ ok: true, finalUrl: 'http://pics.test/a?q', redirects: 1 })
    expect(requests).toEqual(['http://pics.test/cookie', 'http://pics.test/a?q'])
    expect(server.heads[1]?.split('\r\n')).toEqual([
      'GET /a?q HTTP/1.1',
      'host: pics.test',
      'connection: keep-alive',
      'user-agent: test (+https://example.org/)',
      'accept: image/*,*/*;q=0.5',
      'accept-encoding: identity',
    ])
  })

  it('speaks plain HTTP for https to a mapped host, under its own name and port', async () => {
    const result = await fetcher.fetch('https://pics.test:8443/to-http', live)
    expect(result).toMatchObject({ ok: true, finalUrl: 'http://other.test/a' })
    expect(server.heads.map((head) => head.split('\r\n')[1])).toEqual([
      'host: pics.test:8443',
      'host: other.test',
    ])
  })

  it('reads a Location as UTF-8', async () => {
    expect(await fetcher.fetch('http://pics.test/to-utf8', live)).toMatchObject({ body: Buffer.from('utf') })
  })

  it('keeps a connection for its own origin, never across hosts or schemes', async () => {
    for (const url of [
      'http://pics.test/a',
      'http://pics.test/a?2',
      'http://other.test/a',
      'https://pics.test/a',
    ]) {
      expect(await fetcher.fetch(url, live)).toMatchObject({ ok: true })
    }
    expect(server.connections()).toBe(3)
  })

  it('uses no connection again that was closed or that brought too much', async () => {
    for (const path of ['/closing', '/short-length', '/a', '/old', '/a']) {
      const result = await fetcher.fetch(`http://pics.test${path}`, live)
      expect(result).toMatchObject({ ok: true, body: Buffer.from(path === '/old' ? 'old' : 'abc') })
    }
    expect(server.heads.length).toBe(5)
  })

  it('opens a named host at its own port and private address', async () => {
    const named = open(direct)
    expect(await named.fetch(`http://SITE.test:${server.port}/a`, live)).toMatchObject({ ok: true })
    expect(await named.fetch(`http://www.site.test:${server.port}/a`, live)).toMatchObject({
      code: 'address_refused',
    })
    await named.close()
  })
})

describe('a host that does not answer', () => {
  const port = 1
  it('is a connect_error, after all its addresses', async () => {
    const dialed: string[] = []
    const dial = (address: string) => {
      dialed.push(address)
      return connect(port, '127.0.0.1')
    }
    const named = open({
      ...direct,
      dial,
      lookup: async () => ['::1', '127.0.0.1', '127.0.0.2', '127.0.0.3'],
    })
    expect(await named.fetch('http://site.test/', live)).toMatchObject({
      code: 'connect_error',
      retryable: true,
    })
    expect(dialed).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
    expect(requests).toEqual([])
    await named.close()
  })

  it('is asked at its next address', async () => {
    const lookup = async () => ['127.0.0.9', '127.0.0.1']
    const named = open({ ...direct, lookup })
    expect(await named.fetch(`http://site.test:${server.port}/a`, live)).toMatchObject({ ok: true })
    await named.close()
  })

  it('is a timeout if it does not even refuse', async () => {
    const named = open({ ...direct, connectTimeoutMs: 50, dial: () => new Socket() })
    expect(await named.fetch('http://site.test/', live)).toMatchObject({ code: 'timeout', retryable: true })
    await named.close()
  })

  it.each<[string, () => Promise<readonly string[]>, object]>([
    ['no address', async () => [], { code: 'dns_error', retryable: false }],
    ['no name', dnsError('ENOTFOUND'), { code: 'dns_error', retryable: false }],
    ['no server', dnsError('ESERVFAIL'), { code: 'dns_error', retryable: true }],
    ['silence', () => new Promise(() => {}), { code: 'timeout', retryable: true }],
  ])('is told by its name server: %s', async (_what, lookup, result) => {
    const named = open({ lookup, totalTimeoutMs: 200 })
    expect(await named.fetch('http://site.example/', live)).toMatchObject(result)
    await named.close()
  })

  it('does not hide an error of the resolver itself', async () => {
    const named = open({ lookup: () => Promise.reject(new TypeError('a bug')) })
    await expect(named.fetch('http://site.example/', live)).rejects.toThrow('a bug')
    await named.close()
  })
})

describe('admit', () => {
  it('is asked before each hop, left after it, and its wait is not the deadline’s', async () => {
    const seen: string[] = []
    const admit = async ({ href }: URL) => {
      seen.push(`in ${href}`)
      await new Promise((done) => setTimeout(done, 600))
      return (result: HopResult<unknown> | null) => {
        seen.push(result !== null && 'kind' in result ? result.kind : 'refused')
      }
    }
    const polite = open({ totalTimeoutMs: 1_000 })
    const request = { expect: expectPicture(1_000_000, () => 'noted'), admit }
    const result = await polite.fetch('http://pics.test/cookie', live, request)
    expect(result).toMatchObject({ ok: true, note: 'noted' })
    await polite.fetch('http://127.0.0.1/', live, request)
    expect(seen).toEqual(['in http://pics.test/cookie', 'redirect', 'in http://pics.test/a?q', 'body'])
    await polite.close()
  })

  it('is left also when the caller has gone', async () => {
    let grant = () => {}
    const left: unknown[] = []
    const admit = () =>
      new Promise<(result: HopResult<unknown> | null) => void>((resolve) => {
        grant = () => resolve((result) => void left.push(result))
      })
    const polite = open()
    const stop = new AbortController()
    const request = { expect: expectPicture(1_000_000, () => null), admit }
    const result = polite.fetch('http://pics.test/a', stop.signal, request)
    stop.abort(new Error('enough'))
    await expect(result).rejects.toThrow('enough')
    grant()
    await polite.close()
    expect([left, requests]).toEqual([[null], []])
  })
})

describe('the end of a fetch', () => {
  it('comes with the reason of the signal, and the connection ends too', async () => {
    const stop = new AbortController()
    const result = fetcher.fetch('http://pics.test/slow', stop.signal)
    setTimeout(() => stop.abort(new Error('enough')), 50)
    await expect(result).rejects.toThrow('enough')
    await server.allClosed()
    await expect(fetcher.fetch('http://pics.test/a', stop.signal)).rejects.toThrow('enough')
  })

  it('comes with close', async () => {
    const results = ['/slow', '/slow', '/a'].map((path) => fetcher.fetch(`http://pics.test${path}`, live))
    const settled = Promise.allSettled(results)
    await results[2]
    await fetcher.close()
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    await server.allClosed()
    await expect(fetcher.fetch('http://pics.test/a', live)).rejects.toThrow('open fetcher')
    await fetcher.close()
  })

  it('leaves no listener on a signal that many share', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => void warnings.push(warning)
    process.on('warning', note)
    const shared = new AbortController().signal
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, i) => fetcher.fetch(`http://pics.test/a?${i}`, shared)),
    )
    process.off('warning', note)
    expect(results.filter(({ ok }) => ok).length).toBe(64)
    expect(warnings).toEqual([])
  })
})

describe('options', () => {
  it.each<[Partial<FetcherOptions>, string]>([
    [{ userAgent: '' }, 'userAgent'],
    [{ userAgent: 'my-crawl' }, 'userAgent'],
    [{ userAgent: 'my-crawl\r\nX: y (+https://example.org)' }, 'userAgent'],
    [{ allowHosts: ['example.org:8080'] }, 'allowHosts'],
    [{ allowHosts: ['*.example.org'] }, 'allowHosts'],
    [{ resolve: { 'a.test': '10.0.0.1:80' } }, 'resolve'],
    [{ resolve: { 'a.test': '127.0.0.1' } }, 'resolve'],
    [{ resolve: { 'a.test': '127.0.0.1:99999' } }, 'resolve'],
    [{ resolve: { 'http://a.test': '127.0.0.1:80' } }, 'resolve'],
    [{ maxBytes: 0 }, 'maxBytes'],
    [{ totalTimeoutMs: Number.NaN }, 'totalTimeoutMs'],
    [{ maxRedirects: -1 }, 'maxRedirects'],
  ])('%j are refused by name', (options, name) => {
    expect(() => open(options)).toThrow(new RegExp(`^Expected .* for ${name}, got `))
  })
})

function dnsError(code: string) {
  return () => Promise.reject(Object.assign(new Error(`query ${code}`), { code }))
}
