import { connect, isIPv6, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fetcher, openFetcher } from './open-fetcher.js'
import type { Resolve } from './resolver.js'
import { openTestServer, redirects, says, type TestServer } from './test-server.js'

/** Hosts that a careless client takes to this machine or its network. */
const hosts = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7F.1',
  '0x7f.0x0.0x0.0x1',
  '0x7f.0.1',
  '127.0.0.0x1',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '①②⑦.⓪.⓪.①',
  '１２７.０.０.１',
  '127。0。0。1',
  '127｡0.0.1',
  '0',
  '0.0.0.0',
  '00',
  '0x0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::0.0.0.1]',
  '[::]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:FFFF:7F00:0001]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '10.0.0.1',
  '0xa.1',
  '172.16.0.1',
  '192.168.0.1',
  '192.168.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::a9fe:a9fe]',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'loc%61lhost',
  'ⓛocalhost',
  'www.localhost',
  'printer',
  'printer.local',
  'metadata.google.internal',
]

/** What a name server may answer for a name that looks innocent, like localtest.me. */
const answers = [
  ['127.0.0.1'],
  ['::1'],
  ['0.0.0.0'],
  ['::'],
  ['10.1.2.3'],
  ['169.254.169.254'],
  ['::ffff:127.0.0.1'],
  ['::127.0.0.1'],
  ['64:ff9b::7f00:1'],
  ['64:ff9b:1::7f00:1'],
  ['2002:7f00:1::'],
  ['fd00:ec2::254'],
  ['fe80::1%lo'],
  ['2130706433'],
  ['localhost'],
  [''],
  ['93.184.216.34', '127.0.0.1'],
  ['127.0.0.1', '93.184.216.34'],
  ['2606:4700:4700::1111', '93.184.216.34', 'fd00::1'],
]

const PUBLIC = '93.184.216.34'
const live = new AbortController().signal
let canaries: TestServer[]
let site: TestServer
let fetcher: Fetcher
let dialed: string[]
let answer: (question: number) => readonly string[]
let questions: number

const touched = () => canaries.reduce((sum, canary) => sum + canary.connections(), 0)

/**
 * A network in which every port of a loopback or private address is the canary's, and the public address is
 * `site`: what gets past the guard is seen.
 */
const dial = (address: string, port: number): Socket => {
  dialed.push(address)
  if (port === site.port) return connect(port, '127.0.0.1')
  if (address !== PUBLIC) return connect(canaries[0]?.port ?? 0, isIPv6(address) ? '::1' : '127.0.0.1')
  const socket = connect(site.port, '127.0.0.1')
  Object.defineProperty(socket, 'remoteAddress', { value: PUBLIC })
  return socket
}

const lookup: Resolve = async () => answer(questions++)

beforeAll(async () => {
  const routes = { '/': says('HTTP/1.1 200 OK\r\nContent-Length: 4', 'leak') }
  const canary = await openTestServer(routes)
  const other = await openTestServer(routes, { host: '::1', port: canary.port }).catch(() => null)
  canaries = other === null ? [canary] : [canary, other]
  site = await openTestServer({
    '/to': (socket, path) => redirects(decodeURIComponent(path.slice('/to?'.length)))(socket, path),
    '/picture': says('HTTP/1.1 200 OK\r\nContent-Length: 4', 'good'),
    '/flip': redirects('/picture'),
  })
})

afterAll(async () => {
  await Promise.all([site, ...canaries].map((server) => server.close()))
})

beforeEach(() => {
  dialed = []
  questions = 0
  answer = () => ['127.0.0.1']
  fetcher = openFetcher({
    userAgent: 'test (+https://example.org/)',
    allowHosts: [],
    resolve: { 'allowed.test': `127.0.0.1:${site.port}` },
    totalTimeoutMs: 5_000,
    maxBytes: 1_000,
    maxRedirects: 5,
    lookup,
    dial,
  })
})

afterEach(async () => {
  await fetcher.close()
})

describe('a private address', () => {
  it.each(hosts)('%s is refused without a packet', async (host) => {
    for (const url of [`http://${host}/`, `https://${host}/`, `http://${host}:443/`]) {
      expect(await fetcher.fetch(url, live)).toMatchObject({ code: 'address_refused', retryable: false })
    }
    expect([dialed, questions, touched()]).toEqual([[], 0, 0])
  })

  it.each(hosts)('%s is refused after a redirect', async (host) => {
    const location = Buffer.from(`http://${host}/`).toString('latin1')
    const url = `http://allowed.test/to?${encodeURIComponent(location)}`
    expect(await fetcher.fetch(url, live)).toMatchObject({ code: 'address_refused', retryable: false })
    expect([dialed, questions, touched()]).toEqual([['127.0.0.1'], 0, 0])
  })

  it.each(answers)('is refused in the answer %s, %s', async (...addresses) => {
    answer = () => addresses
    expect(await fetcher.fetch('http://localtest.example/', live)).toMatchObject({ code: 'address_refused' })
    expect(await fetcher.fetch('https://localtest.example/', live)).toMatchObject({ code: 'address_refused' })
    const url = `http://allowed.test/to?${encodeURIComponent('//localtest.example/')}`
    expect(await fetcher.fetch(url, live)).toMatchObject({ code: 'address_refused' })
    expect([dialed, touched()]).toEqual([['127.0.0.1'], 0])
  })
})

describe('a name whose answer changes', () => {
  beforeEach(() => {
    answer = (question) => [question === 0 ? PUBLIC : '127.0.0.1']
  })

  it('is connected to at the address that was judged, after one question', async () => {
    const result = await fetcher.fetch('http://rebind.example/picture', live)
    expect(result).toMatchObject({ ok: true, body: Buffer.from('good') })
    expect([dialed, questions, touched()]).toEqual([[PUBLIC], 1, 0])
  })

  it('is judged again for the next URL, also if a connection to it is still open', async () => {
    await fetcher.fetch('http://rebind.example/picture', live)
    const before = site.heads.length
    const result = await fetcher.fetch('http://rebind.example/picture', live)
    expect(result).toMatchObject({ code: 'address_refused' })
    expect([dialed, questions, touched(), site.heads.length - before]).toEqual([[PUBLIC], 2, 0, 0])
  })

  it('is judged again for a redirect to itself', async () => {
    expect(await fetcher.fetch('http://rebind.example/flip', live)).toMatchObject({ code: 'address_refused' })
    expect([dialed, questions, touched()]).toEqual([[PUBLIC], 2, 0])
  })
})

describe('a network that leads elsewhere', () => {
  it('gets no byte: the other end is looked at first', async () => {
    for (const peer of ['127.0.0.1', '93.184.216.35', '', undefined]) {
      const before = site.received()
      const astray = openFetcher({
        userAgent: 'test (+https://example.org/)',
        allowHosts: [],
        resolve: {},
        totalTimeoutMs: 5_000,
        maxBytes: 1_000,
        maxRedirects: 5,
        lookup: async () => [PUBLIC],
        dial: () => Object.defineProperty(connect(site.port, '127.0.0.1'), 'remoteAddress', { value: peer }),
      })
      for (const url of ['http://a.example/picture', 'https://a.example/picture']) {
        // A reset right after it opened leaves a socket without a peer: nobody was met, and nobody gets a byte.
        const code = peer === undefined ? 'connect_error' : 'address_refused'
        expect(await astray.fetch(url, live)).toMatchObject({ code, retryable: peer === undefined })
      }
      await site.allClosed()
      expect(site.received()).toBe(before)
      await astray.close()
    }
  })
})

it('would be seen by the canary', async () => {
  const careless = openFetcher({
    userAgent: 'test (+https://example.org/)',
    allowHosts: ['127.0.0.1', '::1', 'localtest.example'],
    resolve: {},
    totalTimeoutMs: 5_000,
    maxBytes: 1_000,
    maxRedirects: 5,
    lookup,
    dial,
  })
  const urls = ['http://2130706433/', 'http://localtest.example:8080/', 'http://[::1]/'].slice(
    0,
    canaries.length + 1,
  )
  for (const url of urls) expect(await careless.fetch(url, live)).toMatchObject({ ok: true })
  expect(touched()).toBe(urls.length)
  await careless.close()
})
