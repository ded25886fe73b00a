import { type Fetcher, openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import { isPublicAddress } from '@warc2dataset/stages/web/public-address'
import { createResolve } from '@warc2dataset/stages/web/resolver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type CanaryNetwork,
  openCanaryNetwork,
  PUBLIC,
  PUBLIC6,
  redirectPath,
  strictOptions,
} from './canary-network.js'
import { ANSWERS, type Answer, GARBLED, HOSTS, many, PRIVATE } from './dns-cases.js'
import { type Asked, type DnsServer, openDnsServer, type Reply } from './dns-server.js'
import { A, AAAA, addressRecord, SERVFAIL } from './dns-wire.js'

const live = new AbortController().signal
let network: CanaryNetwork
const servers: DnsServer[] = []
const fetchers: Fetcher[] = []

beforeAll(async () => {
  network = await openCanaryNetwork()
})

afterAll(async () => {
  await Promise.all(fetchers.map((fetcher) => fetcher.close()))
  await Promise.all(servers.map((server) => server.close()))
  await network.close()
})

/** A fetcher whose names come from its own name server, and what it asked and dialed. */
async function open(
  script: (asked: Asked) => Reply,
  options: { readonly tcp?: boolean; readonly totalTimeoutMs?: number } = {},
) {
  const server = await openDnsServer(script, options)
  const { dial, dialed } = network.record()
  const { totalTimeoutMs = 30_000 } = options
  const lookup = createResolve({ servers: [server.address] })
  const fetcher = openFetcher(strictOptions({ lookup, dial, totalTimeoutMs }))
  servers.push(server)
  fetchers.push(fetcher)
  return { fetch: (url: string) => fetcher.fetch(url, live), dialed, asked: server.asked }
}

/** One fetch by a name, and by a redirect from a public site to that name: the same result and no other dial. */
async function fetchBoth({ script, ...options }: Answer) {
  const { fetch, dialed } = await open(
    (asked) => (asked.name === 'site.example' ? siteReply(asked) : script(asked)),
    options,
  )
  const direct = await fetch('http://name.example/picture')
  const redirected = await fetch(`http://site.example${redirectPath('http://name.example/picture')}`)
  return { direct, redirected, dialed }
}

function siteReply({ name, type }: Asked): Reply {
  return type === A ? [addressRecord(name, '93.184.0.1')] : []
}

describe.concurrent('a name server that answers with', () => {
  it.each([...ANSWERS, ...GARBLED])('$what: $code, retryable $retryable', async (answer) => {
    const { direct, redirected, dialed } = await fetchBoth(answer)
    const expected =
      answer.code === 'ok' ? { ok: true } : { ok: false, code: answer.code, retryable: answer.retryable }
    expect(direct).toMatchObject(expected)
    expect(redirected).toMatchObject(expected)
    expect(dialed.filter((address) => !isPublicAddress(address))).toEqual([])
    const reached = answer.code === 'ok' ? [answer.dials ?? PUBLIC] : []
    expect([...new Set(dialed)].sort()).toEqual([...reached, '93.184.0.1'].sort())
  })

  it('nothing, within the deadline of the URL: timeout, retryable', async () => {
    const { fetch, dialed } = await open(() => null, { totalTimeoutMs: 300 })
    expect(await fetch('http://name.example/')).toMatchObject({
      code: 'timeout',
      retryable: true,
      reach: 'silent',
    })
    expect(dialed).toEqual([])
  })

  it.each(PRIVATE)('%s: address_refused, also beside public addresses', async (address) => {
    const reply = (name: string, ...addresses: string[]) => addresses.map((each) => addressRecord(name, each))
    const family = address.includes(':') ? AAAA : A
    const { fetch, dialed } = await open(({ name, type }) => {
      const own = type === family
      const open = type === A ? PUBLIC : PUBLIC6
      if (name === 'alone.example') return own ? reply(name, address) : []
      if (name === 'other.example') return own ? reply(name, address) : reply(name, open)
      if (name === 'first.example') return own ? reply(name, address, open) : []
      return own ? reply(name, open, address) : []
    })
    for (const host of ['alone', 'other', 'first', 'last']) {
      for (const scheme of ['http', 'https']) {
        expect(await fetch(`${scheme}://${host}.example/`)).toMatchObject({
          code: 'address_refused',
          retryable: false,
          reach: 'none',
          detail: expect.stringContaining('Expected public addresses'),
        })
      }
    }
    expect(dialed).toEqual([])
  })
})

describe('1,000 A records', () => {
  it('come by TCP, are all judged, and at most three are tried', async () => {
    const { fetch, dialed, asked } = await open(({ name, type }) => (type === A ? many(name, 1_000) : []))
    expect(await fetch('http://name.example/picture')).toMatchObject({ ok: true })
    expect(asked.filter(({ type }) => type === A).map(({ transport }) => transport)).toEqual(['udp', 'tcp'])
    expect(dialed.length).toBe(1)
  })

  it.each([0, 499, 999])('with a private one at %i are refused', async (at) => {
    const { fetch, dialed } = await open(({ name, type }) =>
      type === A ? many(name, 1_000).with(at, addressRecord(name, '127.0.0.1')) : [],
    )
    expect(await fetch('http://name.example/picture')).toMatchObject({ code: 'address_refused' })
    expect(dialed).toEqual([])
  })
})

describe('a name whose answer flips to 127.0.0.1', () => {
  const flips = (ttl: number) => (asked: Asked) =>
    asked.type === A ? [addressRecord(asked.name, asked.before === 0 ? PUBLIC : '127.0.0.1', ttl)] : []

  it('after TTL 0 is refused by the second fetch, although a connection is kept open', async () => {
    const { fetch, dialed } = await open(flips(0))
    expect(await fetch('http://name.example/picture')).toMatchObject({ ok: true })
    const before = network.site.heads.length
    expect(await fetch('http://name.example/picture')).toMatchObject({ code: 'address_refused' })
    expect([dialed, network.site.heads.length - before]).toEqual([[PUBLIC], 0])
  })

  it('after TTL 0 is refused between a page and its redirect', async () => {
    const { fetch, dialed } = await open(flips(0))
    expect(await fetch('http://name.example/flip')).toMatchObject({ code: 'address_refused' })
    expect(dialed).toEqual([PUBLIC])
  })

  it('stays at the judged address for its TTL', async () => {
    const { fetch, dialed, asked } = await open(flips(300))
    expect(await fetch('http://name.example/flip')).toMatchObject({ ok: true, redirects: 1 })
    expect(await fetch('http://name.example/picture')).toMatchObject({ ok: true })
    expect([[...new Set(dialed)], asked.length]).toEqual([[PUBLIC], 2])
  })

  it('in the second of two answers to one question keeps the first', async () => {
    const { fetch, dialed } = await open(flips(0))
    const both = await Promise.all([1, 2, 3].map(() => fetch('http://name.example/picture')))
    expect(both.map(({ ok }) => ok)).toEqual([true, true, true])
    expect([...new Set(dialed)]).toEqual([PUBLIC])
  })
})

describe('SERVFAIL once', () => {
  it('is retryable and not kept: the next fetch has the picture', async () => {
    const { fetch, dialed } = await open(({ name, type, before }) =>
      before === 0 ? SERVFAIL : type === A ? [addressRecord(name, PUBLIC)] : [],
    )
    expect(await fetch('http://name.example/picture')).toMatchObject({ code: 'dns_error', retryable: true })
    expect(await fetch('http://name.example/picture')).toMatchObject({ ok: true })
    expect(dialed).toEqual([PUBLIC])
  })
})

describe('a host that is no name for DNS', () => {
  it.each(HOSTS)('%s: %s, retryable false', async (host, code) => {
    const { fetch, dialed, asked } = await open(({ name }) => [addressRecord(name, PUBLIC)])
    expect(await fetch(`http://${host}/`)).toMatchObject({ code, retryable: false })
    expect([dialed, asked.length]).toEqual([[], 0])
  })
})

it('touches no canary, which would see it', async () => {
  expect(network.touched()).toBe(0)
  const { dial } = network.record()
  const careless = openFetcher(strictOptions({ allowHosts: ['127.0.0.1'], dial }))
  expect(await careless.fetch('http://127.0.0.1/', live)).toMatchObject({ ok: true })
  expect(network.touched()).toBe(1)
  await careless.close()
})
