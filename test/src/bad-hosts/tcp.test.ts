import { repeats, says } from '@warc2dataset/stages/web/test-server'
import { describe, expect, it } from 'vitest'
import { FLOODS, HANGS, type TcpCase } from './tcp-answers.js'
import { openFullBacklog } from './tcp-backlog.js'
import {
  byDeadline,
  ONLY_DEADLINE,
  openPlainServer,
  openTcpFetcher,
  openTcpWorld,
  WATCHED,
} from './tcp-world.js'

const live = new AbortController().signal
const GOOD = { ok: true, body: Buffer.from('good') }

/** The connection has served before, and every limit may bite. */
async function expectWatched({ answer, result }: TcpCase): Promise<void> {
  const { server, fetch, close } = await openTcpWorld(answer, WATCHED)
  expect(await fetch('/good')).toMatchObject(GOOD)
  expect(await fetch('/bad')).toMatchObject({ ok: false, ...result })
  expect(server.heads.filter((head) => head.startsWith('GET /bad HTTP/1.1'))).toHaveLength(1)
  await server.allClosed()
  expect(await fetch('/good')).toMatchObject(GOOD)
  await close()
}

/** The connection is fresh, and nothing but the deadline bites. */
async function expectByDeadline({ answer, result }: TcpCase): Promise<void> {
  const { server, fetch, close } = await openTcpWorld(answer, ONLY_DEADLINE)
  expect(await fetch('/bad')).toMatchObject({ ok: false, ...result })
  await server.allClosed()
  expect(await fetch('/good-once')).toMatchObject(GOOD)
  await server.allClosed()
  await close()
}

describe.concurrent('a host that hangs', () => {
  it.each(HANGS)('$name: $result.code on a connection used before', expectWatched)
  it.each(HANGS)('$name: $result.code by the deadline alone', expectByDeadline)
})

describe('a host that floods or breaks off', () => {
  it.each(FLOODS)('$name: $result.code on a connection used before', expectWatched)
  it.each(FLOODS)('$name: $result.code by the deadline alone', expectByDeadline)
})

describe('a host that misbehaves before the request', () => {
  it.each([
    ['watched', WATCHED],
    ['by the deadline alone', ONLY_DEADLINE],
  ] as const)('accepts nothing: timeout, %s', async (_name, limits) => {
    const backlog = await openFullBacklog()
    expect(backlog.isFull).toBe(true)
    const fetcher = openTcpFetcher(limits)
    const url = `http://127.0.0.1:${backlog.port}/`
    expect(await byDeadline(fetcher.fetch(url, live), limits)).toMatchObject({
      ok: false,
      code: 'timeout',
      retryable: true,
      reach: 'silent',
    })
    await backlog.release()
    expect(await byDeadline(fetcher.fetch(url, live), limits)).toMatchObject(GOOD)
    await fetcher.close()
    await backlog.close()
  })

  it.each([
    ['watched', WATCHED],
    ['by the deadline alone', ONLY_DEADLINE],
  ] as const)('hangs in TLS: timeout, %s', async (_name, limits) => {
    const silent = await openPlainServer((socket) => socket.resume())
    const { server, fetch, close } = await openTcpWorld(() => {}, limits)
    const fetcher = openTcpFetcher(limits)
    const result = await byDeadline(fetcher.fetch(`https://127.0.0.1:${silent.port}/`, live), limits)
    expect(result).toMatchObject({ ok: false, code: 'timeout', retryable: true, reach: 'silent' })
    await silent.allClosed()
    expect(silent.connections()).toBe(1)
    const good = fetcher.fetch(`http://127.0.0.1:${server.port}/good-once`, live)
    expect(await byDeadline(good, limits)).toMatchObject(GOOD)
    expect(await fetch('/good')).toMatchObject(GOOD)
    await Promise.all([fetcher.close(), silent.close(), close()])
  })

  it.each([
    ['talks plain HTTP to TLS', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'tls_error', false],
    ['ends in TLS', null, 'connect_error', true],
  ] as const)('%s', async (_name, text, code, retryable) => {
    const plain = await openPlainServer((socket) => {
      socket.once('data', () => (text === null ? socket.end() : socket.write(text)))
    })
    const fetcher = openTcpFetcher(WATCHED)
    const result = await byDeadline(fetcher.fetch(`https://127.0.0.1:${plain.port}/`, live), WATCHED)
    expect(result).toMatchObject({ ok: false, code, retryable, reach: 'refused' })
    await plain.allClosed()
    await Promise.all([fetcher.close(), plain.close()])
  })

  it('resets what it accepts: connect_error, and the next one is served', async () => {
    const plain = await openPlainServer((socket, count) => {
      if (count === 1) return void socket.resetAndDestroy()
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood'))
    })
    const fetcher = openTcpFetcher(WATCHED)
    const url = `http://127.0.0.1:${plain.port}/`
    expect(await byDeadline(fetcher.fetch(url, live), WATCHED)).toMatchObject({
      ok: false,
      code: 'connect_error',
      retryable: true,
      reach: 'refused',
    })
    expect(await byDeadline(fetcher.fetch(url, live), WATCHED)).toMatchObject(GOOD)
    await Promise.all([fetcher.close(), plain.close()])
  })
})

const ALL = [...HANGS, ...FLOODS]
const CROWD = 64

describe('a crowd of hosts that misbehave', () => {
  it('gives one result each while good ones are served, and leaves no socket', async () => {
    // The servers take the time of the same process.
    const limits = { ...WATCHED, headersTimeoutMs: 4_000, totalTimeoutMs: 8_000 }
    const routes = Object.fromEntries(ALL.map(({ answer }, at) => [`/bad-${at}`, answer] as const))
    const { server, fetch, close } = await openTcpWorld(() => {}, limits, routes)
    const bad = Array.from({ length: CROWD }, (_, i) => i % ALL.length)
    const [ill, well] = await Promise.all([
      Promise.all(bad.map((at) => fetch(`/bad-${at}`))),
      Promise.all(Array.from({ length: 8 }, () => fetch('/good-once'))),
    ])
    expect(well).toMatchObject(Array.from({ length: 8 }, () => GOOD))
    const codes = ill.map((result) => (result === 'late' ? result : result.ok || result.code))
    const hops = ALL.findIndex(({ name }) => name.startsWith('redirects'))
    const expected = bad.map((at) => ALL[at]?.result.code)
    // Under this load a fast one may be cut off by a watchdog as well.
    expect(codes.filter((code, i) => code !== expected[i] && code !== 'timeout')).toEqual([])
    await server.allClosed()
    expect(server.connections()).toBe(CROWD + 8 + bad.filter((at) => at === hops).length)
    const after = await Promise.all(Array.from({ length: CROWD }, () => fetch('/good-once')))
    expect(after).toMatchObject(Array.from({ length: CROWD }, () => GOOD))
    await server.allClosed()
    await close()
  })

  it('gives back every place among the large bodies', async () => {
    const limits = { ...ONLY_DEADLINE, totalTimeoutMs: 4_000, maxBytes: 8 * 2 ** 20 }
    const large = Buffer.alloc(3 * 2 ** 20, 'x').toString('latin1')
    const { server, fetch, close } = await openTcpWorld(
      says('HTTP/1.1 200 OK\r\nContent-Length: 5000000', large),
      limits,
      {
        '/slow': repeats(`HTTP/1.1 200 OK\r\n\r\n${large}`, 'x', 100),
        '/large': says(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${large.length}`, large),
      },
    )
    const ill = await Promise.all(Array.from({ length: 24 }, (_, i) => fetch(i % 2 ? '/bad' : '/slow')))
    expect(ill).toMatchObject(ill.map(() => ({ ok: false, code: 'timeout' })))
    await server.allClosed()
    // More than the 16 places: each must have come free again.
    const well = await Promise.all(Array.from({ length: 20 }, () => fetch('/large')))
    expect(well.map((result) => result !== 'late' && result.ok && result.body.length)).toEqual(
      well.map(() => large.length),
    )
    await close()
  })
})
