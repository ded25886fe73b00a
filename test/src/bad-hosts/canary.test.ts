import { type Fetcher, openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type CanaryNetwork,
  openCanaryNetwork,
  PUBLIC,
  PUBLIC6,
  redirectPath,
  strictOptions,
} from './canary-network.js'
import { disguises, IPV6, loopbackNumbers, NAMES, trickUrls } from './canary-spellings.js'

const live = new AbortController().signal
let network: CanaryNetwork
/** Dials by itself, so that only the guard is between it and the canaries; knows the site as `site.test`. */
let direct: Fetcher
/** Dials what `network` leads it to, the site for a public address, and finds it for every name. */
let led: Fetcher
let dialed: readonly string[]
let lookups: string[]

const lookup = async (host: string) => {
  lookups.push(host)
  return [host === 'site.example' ? PUBLIC : '127.0.0.1']
}

beforeAll(async () => {
  network = await openCanaryNetwork()
})

afterAll(async () => {
  await direct.close()
  await led.close()
  await network.close()
})

beforeEach(async () => {
  lookups = []
  await direct?.close()
  await led?.close()
  direct = openFetcher(strictOptions({ lookup, resolve: { 'site.test': `127.0.0.1:${network.site.port}` } }))
  const record = network.record()
  dialed = record.dialed
  led = openFetcher(strictOptions({ lookup, dial: record.dial }))
})

/** Fetches a URL by itself and as a redirect, each with and without a dial of its own: the four codes. */
async function codesOf(url: string): Promise<readonly string[]> {
  const results = [
    await direct.fetch(url, live),
    await led.fetch(url, live),
    await direct.fetch(`http://site.test${redirectPath(url)}`, live),
    await led.fetch(`http://site.example${redirectPath(url)}`, live),
  ]
  return results.map((result) => (result.ok ? 'ok' : `${result.code} ${result.retryable}`))
}

/** What is not refused as it should be, of many URLs. */
async function leaks(urls: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (let i = 0; i < urls.length; i += 32) {
    const some = urls.slice(i, i + 32)
    const codes = await Promise.all(some.map(codesOf))
    some.forEach((url, j) => {
      const after = codeAfterRedirect(url)
      const expected = ['address_refused false', 'address_refused false', after, after]
      if (codes[j]?.join() !== expected.join()) found.push(`${JSON.stringify(url)}: ${codes[j]?.join(', ')}`)
    })
  }
  return found
}

/**
 * RFC 9110 section 5.5 forbids CR, LF and NUL in a field; what follows a CRLF may be a field of its own. WHATWG takes
 * `http:host` for a path of the site itself.
 */
function codeAfterRedirect(text: string): string {
  const [line = '', next = ''] = text.split('\r\n')
  const location = /^[\w.]+:/.test(next) ? line : text
  if (/[\r\n\0]/.test(location)) return 'http_malformed false'
  try {
    const { hostname } = new URL(location, 'http://site.example/')
    return hostname === 'site.example' ? 'http_status false' : 'address_refused false'
  } catch {
    return 'redirect_error false'
  }
}

function expectQuiet() {
  expect([...new Set(dialed)].filter((address) => address !== PUBLIC)).toEqual([])
  expect(lookups.filter((host) => host !== 'site.example')).toEqual([])
  expect(network.touched()).toBe(0)
}

describe('this machine', () => {
  it('in 1,554 mixtures of decimal, octal and hexadecimal is 127.0.0.1, and refused', async () => {
    const hosts = loopbackNumbers()
    expect(new Set(hosts).size).toBe(1_554)
    expect([...new Set(hosts.map((host) => new URL(`http://${host}/`).hostname))]).toEqual(['127.0.0.1'])
    expect(await leaks(hosts.map((host) => `http://${host}/`))).toEqual([])
    expectQuiet()
  })

  const some = [...loopbackNumbers().filter((_, i) => i % 37 === 0), ...NAMES]

  it.each(disguises(some))('disguised by %s is refused', async (_, hosts) => {
    expect(await leaks(hosts.map((host) => `http://${host}/`))).toEqual([])
    expectQuiet()
  })

  it.each(IPV6)('as [%s] is refused', async (host) => {
    const spelled = [
      `[${host}]`,
      `[${host}]:80`,
      `[${host}]:443`,
      `[${host}]:${network.port}`,
      `[${host}].`,
      host,
    ]
    expect(await leaks(spelled.map((each) => `http://${each}/`))).toEqual([])
    expectQuiet()
  })

  it('is refused at the default ports, at others and at those of the canaries', async () => {
    const ports = [
      '',
      ':',
      ':80',
      ':443',
      ':080',
      ':0',
      ':1',
      ':22',
      ':6379',
      ':8080',
      ':65535',
      ':65536',
      ':-80',
    ]
    const all = [...ports, ...network.ports.map((port) => `:${port}`)]
    const urls = ['127.0.0.1', '[::1]', 'localhost', '0', '169.254.169.254'].flatMap((host) =>
      all.flatMap((port) => ['http', 'https'].map((scheme) => `${scheme}://${host}${port}/`)),
    )
    expect(await leaks(urls)).toEqual([])
    expectQuiet()
  })
})

describe('a URL in which reader and parser see different hosts', () => {
  it.each(['127.0.0.1', '127.0.0.1:port', 'localhost', '[::1]', '[::1]:port'])(
    'is refused with %s',
    async (text) => {
      expect(await leaks(trickUrls(text.replace('port', String(network.port))))).toEqual([])
      expectQuiet()
    },
  )
})

describe('a public host', () => {
  it('is refused with a user name that looks like a host, and at any port but 80 and 443', async () => {
    const hosts = ['site.example', PUBLIC, `[${PUBLIC6}]`]
    const users = ['127.0.0.1@', '127.0.0.1:80@', 'localhost%40@', ':password@']
    const urls = hosts.flatMap((host) => [
      ...users.map((user) => `http://${user}${host}/picture`),
      ...[22, 8080, network.port].map((port) => `http://${host}:${port}/picture`),
    ])
    for (const url of urls) {
      expect(await led.fetch(url, live)).toMatchObject({ code: 'address_refused', reach: 'none' })
    }
    expect([dialed, lookups, network.touched()]).toEqual([[], [], 0])
    for (const host of hosts) {
      expect(await led.fetch(`http://${host}/picture`, live)).toMatchObject({ ok: true })
    }
  })
})

describe('a name with two final dots', () => {
  it('is refused without a question, like the name itself', async () => {
    expect(await leaks([...NAMES, '127.0.0.1', '0x7f.1'].map((host) => `http://${host}../`))).toEqual([])
    expectQuiet()
  })
})

it('has canaries that a careless fetcher wakes', async () => {
  const careless = openFetcher(strictOptions({ allowHosts: ['127.0.0.1', '::1', 'localhost'], lookup }))
  const before = network.touched()
  for (const url of network.ports.map((port) => `http://0x7f.1:${port}/`)) {
    expect(await careless.fetch(url, live)).toMatchObject({ ok: true })
  }
  expect(await careless.fetch(`http://localhost:${network.port}/`, live)).toMatchObject({ ok: true })
  expect(network.touched() - before).toBeGreaterThanOrEqual(network.ports.length)
  await careless.close()
})
