import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FetchCode } from './fetch-result.js'
import { type Fetcher, openFetcher } from './open-fetcher.js'
import {
  openTestServer,
  redirects,
  repeats,
  says,
  saysAndEnds,
  sendsAndResets,
  type TestServer,
} from './test-server.js'

const MAX_BYTES = 5_000_000
const OK = 'HTTP/1.1 200 OK'
const bomb = gzipSync(Buffer.alloc(20_000_000)).toString('latin1')
const block = Buffer.alloc(65_536, 'x')

const routes = {
  '/never-ends': repeats(`${OK}\r\n\r\n`, block),
  '/never-ends-chunked': repeats(
    `${OK}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    Buffer.concat([Buffer.from('10000\r\n'), block, Buffer.from('\r\n')]),
  ),
  '/byte-by-byte': repeats(`${OK}\r\nContent-Length: 100000\r\n\r\n`, 'x', 20),
  '/header-by-byte': repeats(`${OK}\r\nX-A: `, 'x', 20),
  '/silent': () => {},
  '/silent-body': says(`${OK}\r\nContent-Length: 100`, 'half'),
  '/length-huge': says(`${OK}\r\nContent-Length: 9999999999`),
  '/length-too-large': saysAndEnds(`${OK}\r\nContent-Length: 1000`, 'half'),
  '/length-text': saysAndEnds(`${OK}\r\nContent-Length: ten`, 'half'),
  '/length-negative': saysAndEnds(`${OK}\r\nContent-Length: -1`, 'half'),
  '/length-twice': saysAndEnds(`${OK}\r\nContent-Length: 4\r\nContent-Length: 5`, 'half'),
  '/length-and-chunked': saysAndEnds(`${OK}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked`, '0\r\n\r\n'),
  '/gzip': saysAndEnds(`${OK}\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}`, bomb),
  '/transfer-gzip': saysAndEnds(`${OK}\r\nTransfer-Encoding: gzip, chunked`, '0\r\n\r\n'),
  '/header-bomb': repeats(`${OK}\r\n`, `X-Bomb: ${'x'.repeat(1000)}\r\n`.repeat(50)),
  '/one-long-header': repeats(`${OK}\r\nX-Bomb: `, block),
  '/early-hints': repeats('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(2_000)),
  '/early-hints-slowly': repeats('', 'HTTP/1.1 103 Early Hints\r\n\r\n', 5),
  '/continue': says('HTTP/1.1 100 Continue'),
  '/upgrade': says('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket'),
  '/upgrade-bare': says('HTTP/1.1 101 Switching Protocols'),
  '/not-http': saysAndEnds('SSH-2.0-OpenSSH_9.2'),
  '/bad-status': saysAndEnds('HTTP/1.1 abc OK'),
  '/closes': (socket: { end: () => void }) => socket.end(),
  '/resets': sendsAndResets(''),
  '/resets-in-head': sendsAndResets(`${OK}\r\nContent-`),
  '/resets-in-body': sendsAndResets(`${OK}\r\nContent-Length: 100\r\n\r\nhalf`),
  '/resets-in-body-without-length': sendsAndResets(`${OK}\r\nConnection: close\r\n\r\nhalf`),
  '/chunk-garbage': saysAndEnds(`${OK}\r\nTransfer-Encoding: chunked`, 'zz\r\nhalf\r\n'),
  '/chunk-cut': saysAndEnds(`${OK}\r\nTransfer-Encoding: chunked`, '10\r\nhalf'),
  '/chunk-cut-closed': saysAndEnds(`${OK}\r\nConnection: close\r\nTransfer-Encoding: chunked`, '10\r\nhalf'),
  '/chunk-no-last': saysAndEnds(`${OK}\r\nTransfer-Encoding: chunked`, '4\r\nhalf\r\n'),
  '/chunk-extension': repeats(`${OK}\r\nTransfer-Encoding: chunked\r\n\r\n4;a=`, block),
  '/trailers': repeats(
    `${OK}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n`,
    `X-T: ${'x'.repeat(1000)}\r\n`.repeat(50),
  ),
  '/crumbs': repeats(`${OK}\r\nTransfer-Encoding: chunked\r\n\r\n`, Buffer.from('1\r\nx\r\n'.repeat(10_000))),
  '/404': says('HTTP/1.1 404 \u0007Not\u001b[31m Found\r\nContent-Length: 3', 'no!'),
  '/206': says('HTTP/1.1 206 Partial Content\r\nContent-Length: 3', 'abc'),
  '/204': says('HTTP/1.1 204 No Content'),
  '/304': says('HTTP/1.1 304 Not Modified'),
  '/500': repeats('HTTP/1.1 500 Oops\r\n\r\n', block),
  '/503': says('HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0'),
  '/loop': redirects('/loop#again'),
  '/loop-of-two': redirects('/loop-of-two-b'),
  '/loop-of-two-b': redirects('/loop-of-two'),
  '/endless': (socket: Parameters<ReturnType<typeof says>>[0], path: string) =>
    redirects(`/endless?${path.length}${'x'.repeat(path.length)}`)(socket, path),
  '/redirect-body': repeats('HTTP/1.1 301 Moved\r\nLocation: /404\r\n\r\n', block),
  '/no-location': says('HTTP/1.1 302 Found\r\nContent-Length: 0'),
  '/bad-location': redirects('http://[::1/'),
  '/to-file': redirects('file:///etc/passwd'),
  '/to-data': redirects('data:image/gif;base64,R0lGODlhAQABAAAAACw='),
  '/to-user': redirects('http://a:b@pics.test/'),
}

let server: TestServer
let fetcher: Fetcher
const live = new AbortController().signal

beforeAll(async () => {
  server = await openTestServer(routes)
  fetcher = openFetcher({
    userAgent: 'test (+https://example.org/)',
    allowHosts: [],
    resolve: { 'pics.test': `127.0.0.1:${server.port}` },
    totalTimeoutMs: 5_000,
    maxBytes: MAX_BYTES,
    maxRedirects: 5,
    headersTimeoutMs: 800,
    idleTimeoutMs: 600,
    rateWindowMs: 700,
  })
})

afterAll(async () => {
  await fetcher.close()
  await server.close()
})

const cases: [path: string, code: FetchCode, retryable: boolean][] = [
  ['/never-ends', 'too_many_bytes', false],
  ['/never-ends-chunked', 'too_many_bytes', false],
  ['/byte-by-byte', 'timeout', false],
  ['/header-by-byte', 'timeout', true],
  ['/silent', 'timeout', true],
  ['/silent-body', 'timeout', false],
  ['/length-huge', 'too_many_bytes', false],
  ['/length-too-large', 'body_truncated', true],
  ['/length-text', 'http_malformed', false],
  ['/length-negative', 'http_malformed', false],
  ['/length-twice', 'http_malformed', false],
  ['/length-and-chunked', 'http_malformed', false],
  ['/gzip', 'bad_encoding', false],
  ['/transfer-gzip', 'bad_encoding', false],
  ['/header-bomb', 'http_malformed', false],
  ['/one-long-header', 'http_malformed', false],
  ['/early-hints', 'http_malformed', false],
  ['/early-hints-slowly', 'http_malformed', false],
  ['/continue', 'http_malformed', false],
  ['/upgrade', 'http_malformed', false],
  ['/upgrade-bare', 'http_malformed', false],
  ['/not-http', 'http_malformed', false],
  ['/bad-status', 'http_malformed', false],
  ['/closes', 'connect_error', true],
  ['/resets', 'connect_error', true],
  ['/resets-in-head', 'connect_error', true],
  ['/resets-in-body', 'body_truncated', true],
  ['/resets-in-body-without-length', 'body_truncated', true],
  ['/chunk-garbage', 'http_malformed', false],
  ['/chunk-cut', 'body_truncated', true],
  ['/chunk-cut-closed', 'body_truncated', true],
  ['/chunk-no-last', 'body_truncated', true],
  ['/chunk-extension', 'timeout', false],
  ['/trailers', 'http_malformed', false],
  ['/crumbs', 'http_malformed', false],
  ['/404', 'http_status', false],
  ['/206', 'http_status', false],
  ['/204', 'http_status', false],
  ['/304', 'http_status', false],
  ['/500', 'http_status', true],
  ['/503', 'http_status', true],
  ['/loop', 'redirect_error', false],
  ['/loop-of-two', 'redirect_error', false],
  ['/endless', 'redirect_error', false],
  ['/redirect-body', 'http_status', false],
  ['/no-location', 'redirect_error', false],
  ['/bad-location', 'redirect_error', false],
  ['/to-file', 'address_refused', false],
  ['/to-data', 'address_refused', false],
  ['/to-user', 'address_refused', false],
]

describe('a hostile answer', () => {
  it.each(cases)('%s: %s, retryable %s', async (path, code, retryable) => {
    const result = await fetcher.fetch(`http://pics.test${path}`, live)
    expect(result).toMatchObject({ ok: false, code, retryable })
    expect(result.ok ? '' : result.detail).toMatch(/^[\x20-\x7e]{1,200}$/)
    await server.allClosed()
  })

  it('tells how long a busy server asks to wait', async () => {
    const result = await fetcher.fetch('http://pics.test/503', live)
    expect(result).toMatchObject({ retryAfterMs: 7000 })
  })

  it('makes one request a hop, and five redirects at most', async () => {
    const before = server.heads.length
    await fetcher.fetch('http://pics.test/endless', live)
    expect(server.heads.length - before).toBe(6)
  })

  it('meets a total deadline that covers all hops', async () => {
    const slow = openFetcher({
      userAgent: 'test (+https://example.org/)',
      allowHosts: [],
      resolve: { 'pics.test': `127.0.0.1:${server.port}` },
      totalTimeoutMs: 600,
      maxBytes: MAX_BYTES,
      maxRedirects: 5,
      minBytesPerSecond: 0,
    })
    expect(await slow.fetch('http://pics.test/byte-by-byte', live)).toMatchObject({
      code: 'timeout',
      retryable: false,
    })
    expect(await slow.fetch('http://pics.test/silent', live)).toMatchObject({
      code: 'timeout',
      retryable: true,
    })
    await server.allClosed()
    await slow.close()
  })
})
