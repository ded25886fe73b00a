import { connect, type Socket } from 'node:net'
import { openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import {
  type Answerer,
  openTestServer,
  redirects,
  repeats,
  says,
  type TestServer,
} from '@warc2dataset/stages/web/test-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const MOST_REDIRECTS = 3
const PICTURE = says('HTTP/1.1 200 OK\r\nContent-Length: 4', 'good')
const live = new AbortController().signal
const block = Buffer.alloc(65_536, 'x')

let site: TestServer
let canaries: readonly TestServer[]
let dialed: string[]
let names: string[]
/** Bytes of the redirect's endless body that the site got rid of. */
let poured: number

const canaryPort = () => canaries[0]?.port ?? 0

/** `/to?<Location>`, every byte of it percent-encoded; CANARY is the canaries' port. */
const redirectsTo: Answerer = (socket, path) => {
  const bytes = Buffer.from(
    decodeURIComponent(path.slice(path.indexOf('?') + 1)).replace('CANARY', String(canaryPort())),
  )
  redirects(bytes.toString('latin1'))(socket, path)
}
/** `/count?n` leads to the picture by n redirects. */
const counts: Answerer = (socket, path) => {
  const left = Number(path.split('?')[1])
  redirects(left === 1 ? '/picture' : `/count?${left - 1}`)(socket, path)
}
const pours: Answerer = (socket) => {
  socket.write('HTTP/1.1 302 Found\r\nLocation: /picture\r\n\r\n')
  const more = () => {
    while (!socket.destroyed && socket.write(block)) poured += block.length
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}

beforeAll(async () => {
  const canary = await openTestServer({ '/': PICTURE })
  const other = await openTestServer({ '/': PICTURE }, { host: '::1', port: canary.port }).catch(() => null)
  canaries = other === null ? [canary] : [canary, other]
  site = await openTestServer({
    '/to': redirectsTo,
    '/count': counts,
    '/pours': pours,
    '/pours-no-location': repeats('HTTP/1.1 302 Found\r\n\r\n', block),
    '/picture': PICTURE,
    '/a/b/to': redirectsTo,
    '/a/picture': PICTURE,
    '/loop': redirects('/loop'),
    '/ping': redirects('http://other.test/pong'),
    '/pong': redirects('http://site.test/ping'),
    '/empty-location': redirects(''),
    '/two-locations': says(
      'HTTP/1.1 302 Found\r\nLocation: /picture\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0',
    ),
    '/latin': says('HTTP/1.1 302 Found\r\nLocation: /a/\xff.jpg\r\nContent-Length: 0'),
    '/300': says('HTTP/1.1 300 Multiple Choices\r\nLocation: /picture\r\nContent-Length: 0'),
    '/305': says('HTTP/1.1 305 Use Proxy\r\nLocation: http://127.0.0.1:8080/\r\nContent-Length: 0'),
    '/201': says('HTTP/1.1 201 Created\r\nLocation: /picture\r\nContent-Length: 0'),
    '/refresh': says('HTTP/1.1 200 OK\r\nRefresh: 0; url=http://127.0.0.1/\r\nContent-Length: 4', 'good'),
    ...Object.fromEntries([301, 302, 303, 307, 308].map((s) => [`/${s}`, redirects('/picture', s)] as const)),
  })
})
afterAll(async () => {
  await Promise.all([site, ...canaries].map((server) => server.close()))
})
beforeEach(() => {
  dialed = []
  names = []
  poured = 0
})

/** Fetches with a network that is watched, and gives the result with the sockets closed. */
async function follow(url: string) {
  const fetcher = openFetcher({
    userAgent: 'test (+https://example.org/contact)',
    allowHosts: [],
    resolve: { 'site.test': `127.0.0.1:${site.port}`, 'other.test': `127.0.0.1:${site.port}` },
    totalTimeoutMs: 5_000,
    maxBytes: 1_000,
    maxRedirects: MOST_REDIRECTS,
    lookup: async (name) => {
      names.push(name)
      return ['127.0.0.1']
    },
    dial: (address, port): Socket => {
      dialed.push(`${address}:${port}`)
      return connect(port, address)
    },
  })
  const result = await fetcher.fetch(url, live)
  await fetcher.close()
  await site.allClosed()
  return result
}

/** Nothing but the site was connected to. */
function expectNoOther(): void {
  expect(canaries.map((canary) => canary.connections())).toEqual(canaries.map(() => 0))
  expect(dialed.filter((place) => place !== `127.0.0.1:${site.port}`)).toEqual([])
}

const to = (location: string, under = '') => `http://site.test${under}/to?${encodeURIComponent(location)}`

const refused: readonly (readonly [location: string, asksName?: string])[] = [
  ['http://127.0.0.1:CANARY/'],
  ['http://127.0.0.1/'],
  ['https://127.0.0.1:CANARY/'],
  ['http://[::1]:CANARY/'],
  ['http://[::1]/'],
  ['http://[::ffff:127.0.0.1]/'],
  ['http://169.254.169.254/latest/meta-data/'],
  ['http://localhost:CANARY/'],
  ['http://localhost/'],
  ['//127.0.0.1:CANARY/'],
  ['//127.0.0.1/'],
  ['\\\\127.0.0.1/'],
  ['/\\127.0.0.1/'],
  ['http:\\\\127.0.0.1/'],
  ['http:///127.0.0.1/'],
  ['ht\ttp://127.0.0.1/'],
  ['HTTP://127.0.0.1/'],
  ['file:///etc/passwd'],
  ['file://site.test/picture'],
  ['data:image/gif;base64,R0lGODlhAQABAAAAACw='],
  ['ftp://site.test/picture'],
  ['javascript:alert(1)'],
  ['blob:http://site.test/1'],
  ['about:blank'],
  ['ws://site.test/picture'],
  ['gopher://site.test/picture'],
  ['view-source:http://site.test/picture'],
  ['http://user@site.test/picture'],
  ['http://user:pass@site.test/picture'],
  ['http://site.test@127.0.0.1/'],
  ['//site.test:80@127.0.0.1:CANARY/'],
  ['http://public.example:8080/'],
  ['http://public.example:22/'],
  ['http://public.example:0/'],
  ['https://public.example:8443/'],
  ['http://public.example/', 'public.example'],
  ['//public.example/', 'public.example'],
  ['http://site.test.public.example/', 'site.test.public.example'],
]

describe('a redirect that is refused', () => {
  const rows = refused.map(([location, name]) => ({ location, name }))
  it.each(rows)('$location is connected to by nobody', async ({ location, name }) => {
    expect(await follow(to(location))).toMatchObject({
      ok: false,
      code: 'address_refused',
      retryable: false,
      reach: 'none',
    })
    expect(names).toEqual(name === undefined ? [] : [name])
    expect(dialed).toEqual([`127.0.0.1:${site.port}`])
    expectNoOther()
  })
})

const broken: readonly (readonly [path: string, requests: number])[] = [
  ['/loop', 1],
  ['/ping', 2],
  [`/count?${MOST_REDIRECTS + 1}`, MOST_REDIRECTS + 1],
  ['/count?1000', MOST_REDIRECTS + 1],
  ['/pours-no-location', 1],
  ['/empty-location', 1],
  [to('#there').slice('http://site.test'.length), 1],
  [to('http://').slice('http://site.test'.length), 1],
  [to('http://a b/').slice('http://site.test'.length), 1],
  [to('http://[::1/').slice('http://site.test'.length), 1],
  [to('http://site.test:99999/').slice('http://site.test'.length), 1],
  [to('http://1.2.3.256/').slice('http://site.test'.length), 1],
]

describe('a redirect that leads nowhere', () => {
  it.each(broken)('%s is a redirect_error after %i requests', async (path, requests) => {
    const before = site.heads.length
    expect(await follow(`http://site.test${path}`)).toMatchObject({
      ok: false,
      code: 'redirect_error',
      retryable: false,
      reach: 'answered',
    })
    expect(site.heads.length - before).toBe(requests)
    expectNoOther()
  })

  // RFC 9110: 300 leaves a choice, 305 is deprecated for reasons of security, 201 tells of something else.
  it.each(['/300', '/305', '/201'])('%s is no redirect', async (path) => {
    expect(await follow(`http://site.test${path}`)).toMatchObject({ ok: false, code: 'http_status' })
    expectNoOther()
  })
})

// Expected values by hand from RFC 3986 section 5.2.4 and the WHATWG URL standard.
const followed: readonly (readonly [url: string, finalUrl: string, redirects: number])[] = [
  ...[301, 302, 303, 307, 308].map((s) => [`http://site.test/${s}`, 'http://site.test/picture', 1] as const),
  [`http://site.test/count?${MOST_REDIRECTS}`, 'http://site.test/picture', MOST_REDIRECTS],
  [to('/picture#there'), 'http://site.test/picture', 1],
  [to('picture'), 'http://site.test/picture', 1],
  [to('../picture', '/a/b'), 'http://site.test/a/picture', 1],
  [to('.././c/../picture', '/a/b'), 'http://site.test/a/picture', 1],
  [to('../../../../picture', '/a/b'), 'http://site.test/picture', 1],
  [to('/a/%2e%2e/picture'), 'http://site.test/picture', 1],
  [to('//other.test/picture'), 'http://other.test/picture', 1],
  [to('http:picture'), 'http://site.test/picture', 1],
  [to('  /picture  '), 'http://site.test/picture', 1],
  [to('HTTP://SITE.TEST/picture'), 'http://site.test/picture', 1],
  [to('http://site.test./picture'), 'http://site.test./picture', 1],
  [to('http://site.test:80/picture'), 'http://site.test/picture', 1],
  [to('https://site.test/picture'), 'https://site.test/picture', 1],
  [to('http://site.test/picture').replace('http:', 'https:'), 'http://site.test/picture', 1],
  [to('//site.test/picture').replace('http:', 'https:'), 'https://site.test/picture', 1],
  ['http://site.test/two-locations', 'http://site.test/picture', 1],
  ['http://site.test/refresh', 'http://site.test/refresh', 0],
]

describe('a redirect that is followed', () => {
  it.each(followed)('%s leads to %s', async (url, finalUrl, redirects) => {
    expect(await follow(url)).toMatchObject({ ok: true, body: Buffer.from('good'), finalUrl, redirects })
    expect(names).toEqual([])
    expectNoOther()
  })

  it('is not read on: an endless body costs no more than the buffers of the kernel', async () => {
    expect(await follow('http://site.test/pours')).toMatchObject({ ok: true, redirects: 1 })
    // Send and receive buffers of Linux: 4 and 6 MiB at most (tcp_wmem, tcp_rmem).
    expect(poured).toBeLessThan(16 * 2 ** 20)
  })

  // web-platform-tests, fetch/api/redirect/redirect-location-escape: "Redirect to invalid UTF-8".
  it('asks for the byte that the Location has, also where it is no UTF-8', async () => {
    await follow('http://site.test/latin')
    expect(site.heads.at(-1)).toMatch(/^GET \/a\/%FF\.jpg /)
  })
})

it('would be seen by the canaries', async () => {
  const fetcher = openFetcher({
    userAgent: 'test (+https://example.org/contact)',
    allowHosts: ['127.0.0.1', '::1'],
    resolve: { 'site.test': `127.0.0.1:${site.port}` },
    totalTimeoutMs: 5_000,
    maxBytes: 1_000,
    maxRedirects: MOST_REDIRECTS,
  })
  const places = ['http://127.0.0.1:CANARY/', 'http://[::1]:CANARY/'].slice(0, canaries.length)
  for (const place of places) expect(await fetcher.fetch(to(place), live)).toMatchObject({ ok: true })
  expect(canaries.map((canary) => canary.connections())).toEqual(canaries.map(() => 1))
  await fetcher.close()
})
