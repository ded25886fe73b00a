import { checkUrl } from '@warc2dataset/stages/web/check-url'
import { redirectUrl } from '@warc2dataset/stages/web/judge-head'
import { type Fetcher, openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CanaryNetwork, openCanaryNetwork, redirectPath, strictOptions } from './canary-network.js'

/**
 * Node 20 and 22 compile `URL.canParse` after about a thousand calls, and the compiled one reads the bytes of a string
 * without characters beyond U+00FF as UTF-8: it differs then from `new URL` for every host with U+0080 to U+00FF.
 */
const WARM = 50_000
const live = new AbortController().signal
let network: CanaryNetwork
let fetcher: Fetcher

beforeAll(async () => {
  network = await openCanaryNetwork()
  const to = `127.0.0.1:${network.site.port}`
  fetcher = openFetcher(
    strictOptions({ resolve: { 'site.test': to, 'bücher.test': to }, lookup: async () => [] }),
  )
  const none = new Set<string>()
  const base = new URL('http://site.test/')
  for (let i = 0; i < WARM; i++) {
    checkUrl(`http://site.test/${i}`, none)
    redirectUrl(`http://site.test/${i}`, base)
  }
})

afterAll(async () => {
  await fetcher.close()
  await network.close()
})

/** A redirect to `location`, to a code, or to a thrown error. */
const ask = (url: string) =>
  fetcher.fetch(url, live).then(
    (result) => (result.ok ? 'ok' : result.code),
    (error: unknown) => `rejected: ${error}`,
  )
const askAfter = (location: string) => ask(`http://site.test${redirectPath(location)}`)

/** In UTF-8 a zero width space, in a string of JavaScript two controls that no host may have. */
const MOJIBAKE = 'http://\u00e2\u0080\u008bexample.org/'

describe(`after ${WARM} URLs`, () => {
  it('a Location with a host that no parser takes is a redirect_error', async () => {
    expect(await askAfter(MOJIBAKE)).toBe('redirect_error')
  })

  it('such a URL is address_refused', async () => {
    expect(await ask(MOJIBAKE)).toBe('address_refused')
  })

  it('a host with an umlaut is fetched, also by a redirect', async () => {
    expect(await ask('http://bücher.test/picture')).toBe('ok')
    expect(await askAfter('http://bücher.test/picture')).toBe('ok')
  })

  it('a soft hyphen in 127.0.0.1 leaves it an address, which is refused', async () => {
    expect(await ask('http://\u00ad127.0.0.1/')).toBe('address_refused')
    expect(await askAfter('http://\u00ad127.0.0.1/')).toBe('address_refused')
  })

  it('no canary is touched', () => {
    expect(network.touched()).toBe(0)
  })
})
