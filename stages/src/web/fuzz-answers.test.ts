import { FAILURE_CODES } from '@warc2dataset/schemas'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fetcher, openFetcher } from './open-fetcher.js'
import { openTestServer, type TestServer } from './test-server.js'

const REQUESTS = 500
const STARTS = [
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK',
  'HTTP/1.0 200 OK',
  'HTTP/1.1 302 Found',
  'HTTP/1.1 103 Early Hints',
  'HTTP/1.1 101 Switching',
  'HTTP/1.1 100 Continue',
  'HTTP/1.1 204 No Content',
  'HTTP/1.1 304 Not Modified',
  'HTTP/2 200',
  'ICY 200 OK',
]
const FIELDS = [
  'Content-Length: 5',
  'Content-Length: 50',
  'Content-Length: 0',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip',
  'Connection: close',
  'Connection: keep-alive',
  'Connection: upgrade',
  'Keep-Alive: timeout=0',
  'Upgrade: h2c',
  'Location: /x',
  'X: \x80\xff',
  ' folded',
  'no colon',
  'Trailer: x',
  '__proto__: x',
]
const BODIES = [
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  '5\r\nhello\r\n',
  'x'.repeat(70_000),
  '0\r\nX: y\r\n\r\n',
  'FFFFFFFFFFFFFFFFF\r\nx',
  'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nREQUEST#',
  '',
]

let server: TestServer
let fetcher: Fetcher

beforeAll(async () => {
  server = await openTestServer({
    '/': (socket, path) => {
      const seed = Number(path.split('?')[1])
      const random = generator(seed)
      const bytes = Buffer.from(message(random).replaceAll('REQUEST#', tag(seed)), 'latin1')
      for (let flips = random() < 0.3 ? 3 : 0; flips > 0 && bytes.length > 0; flips--) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      }
      const cut = Math.floor(random() * bytes.length)
      const end = random()
      socket.write(bytes.subarray(0, cut))
      setImmediate(() => {
        if (!socket.destroyed) socket.write(bytes.subarray(cut))
        if (end < 0.4) socket.end()
        else if (end < 0.6) socket.resetAndDestroy()
      })
    },
  })
  const hosts = Array.from({ length: 8 }, (_, i) => [`h${i}.test`, `127.0.0.1:${server.port}`] as const)
  fetcher = openFetcher({
    userAgent: 'test (+https://example.org/)',
    allowHosts: [],
    resolve: Object.fromEntries(hosts),
    totalTimeoutMs: 2_000,
    maxBytes: 60_000,
    maxRedirects: 3,
    headersTimeoutMs: 150,
    idleTimeoutMs: 150,
    rateWindowMs: 150,
  })
})

afterAll(async () => {
  await fetcher.close()
  await server.close()
})

const tag = (seed: number) => String(seed).padStart(8, '0')

/** Numerical Recipes' linear congruential generator: 0 to 1. */
function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function message(random: () => number): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  let text = ''
  for (let answers = 1 + Math.floor(random() * 2); answers > 0; answers--) {
    const fields = Array.from({ length: Math.floor(random() * 4) }, () => `${pick(FIELDS)}\r\n`)
    text += `${pick(STARTS)}\r\n${fields.join('')}\r\n${pick(BODIES)}`
  }
  return text
}

it('gives a result for any answer, and lets no error past', async () => {
  const { signal } = new AbortController()
  const codes = new Set<string>()
  let next = 0
  const work = async (host: number) => {
    while (next < REQUESTS) {
      const seed = next++
      const result = await fetcher.fetch(`http://h${host % 8}.test/?${seed}`, signal)
      codes.add(result.ok ? 'ok' : result.code)
      // A second answer in the same packet must never be taken for that of the next request.
      const body = result.ok ? result.body.toString('latin1') : ''
      if (/^\d{8}$/.test(body)) expect(body).toBe(tag(seed))
    }
  }
  await Promise.all(Array.from({ length: 32 }, (_, i) => work(i)))
  await fetcher.close()
  await server.allClosed()
  const known = new Set([...Object.keys(FAILURE_CODES), 'ok', 'too_many_bytes', 'address_refused'])
  expect([...codes].filter((code) => !known.has(code))).toEqual([])
  const usual = ['ok', 'http_status', 'redirect_error', 'http_malformed', 'body_truncated', 'too_many_bytes']
  expect([...codes]).toEqual(expect.arrayContaining(usual))
})
