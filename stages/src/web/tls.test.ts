import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FetcherOptions, openFetcher } from './open-fetcher.js'
import { testCertificate, testKey } from './test-certificate.js'
import { openTestServer, says, type TestServer } from './test-server.js'

let secure: TestServer
let plain: TestServer
let closing: TestServer
const routes = { '/': says('HTTP/1.1 200 OK\r\nContent-Length: 6', 'secret') }

beforeAll(async () => {
  secure = await openTestServer(routes, { tls: { key: testKey, cert: testCertificate } })
  plain = await openTestServer(routes)
  closing = await openTestServer(routes)
})

afterAll(async () => {
  await Promise.all([secure, plain, closing].map((server) => server.close()))
})

const trusting = { ca: testCertificate }

const fetchOnce = async (url: string, options: Partial<FetcherOptions>) => {
  const fetcher = openFetcher({
    userAgent: 'test (+https://example.org/)',
    allowHosts: ['tls.test', 'other.test', '127.0.0.1', '127.0.0.2'],
    resolve: {},
    totalTimeoutMs: 5_000,
    connectTimeoutMs: 1_000,
    maxBytes: 1_000,
    maxRedirects: 5,
    lookup: async () => ['127.0.0.1'],
    ...options,
  })
  const result = await fetcher.fetch(url, new AbortController().signal)
  await fetcher.close()
  return result
}

it.each(['tls.test', 'TLS.test.', '127.0.0.1'])('trusts a certificate for %s', async (host) => {
  expect(await fetchOnce(`https://${host}:${secure.port}/`, trusting)).toMatchObject({ ok: true })
})

it('refuses a certificate that nobody vouches for, whatever the environment says', async () => {
  const before = secure.heads.length
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  const result = await fetchOnce(`https://tls.test:${secure.port}/`, {}).finally(() => {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
  })
  expect(result).toMatchObject({ code: 'tls_error', retryable: false })
  expect(secure.heads.length).toBe(before)
})

it.each(['other.test', '127.0.0.2'])('refuses a certificate that is not for %s', async (host) => {
  const before = secure.heads.length
  const dial = (address: string) =>
    Object.defineProperty(connect(secure.port, '127.0.0.1'), 'remoteAddress', { value: address })
  const result = await fetchOnce(`https://${host}/`, { ...trusting, dial })
  expect(result).toMatchObject({ code: 'tls_error', retryable: false })
  await secure.allClosed()
  expect(secure.heads.length).toBe(before)
})

it('does not wait for ever where nobody speaks TLS', async () => {
  const result = await fetchOnce(`https://tls.test:${plain.port}/`, trusting)
  expect(result).toMatchObject({ code: 'timeout', retryable: true })
  await plain.allClosed()
})

it('retries a connection that ends in the handshake', async () => {
  const dial = (_address: string, port: number) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => socket.end())
    return socket
  }
  const result = await fetchOnce(`https://tls.test:${closing.port}/`, { ...trusting, dial })
  expect(result).toMatchObject({ code: 'connect_error', retryable: true })
  await closing.allClosed()
})
