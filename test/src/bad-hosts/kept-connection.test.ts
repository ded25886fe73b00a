import type { Socket } from 'node:net'
import { type Answerer, openTestServer, says, saysAndEnds } from '@warc2dataset/stages/web/test-server'
import { describe, expect, it } from 'vitest'
import { openTcpFetcher, WATCHED } from './tcp-world.js'

const live = new AbortController().signal
const OK = 'HTTP/1.1 200 OK'
const GOOD = `${OK}\r\nContent-Length: 4\r\n\r\ngood`
const EVIL = `${OK}\r\nContent-Length: 4\r\n\r\nevil`
const FETCHES = 20

/** Fetches one after the other from a server that answers so, each as soon as the last is done. */
async function fetchInTurn(answer: Answerer) {
  const server = await openTestServer({ '/': answer })
  const fetcher = openTcpFetcher(WATCHED, { 'pics.test': `127.0.0.1:${server.port}` })
  const results: unknown[] = []
  for (let i = 0; i < FETCHES; i++) {
    const result = await fetcher.fetch(`http://pics.test/?${i}`, live)
    results.push(result.ok ? result.body.toString('latin1') : `${result.code}: ${result.detail}`)
  }
  await fetcher.close()
  await server.allClosed()
  await server.close()
  return { results, connections: server.connections(), requests: server.heads.length }
}

const writes =
  (text: string): Answerer =>
  (socket) =>
    void socket.write(text, 'latin1')

/** Answers, and goes on once the answer is on its way. */
const writesThen =
  (after: (socket: Socket) => void): Answerer =>
  (socket) => {
    socket.write(GOOD, 'latin1', () => after(socket))
  }

/** How the connection of a good answer ends or stays, and how many connections 20 fetches take. */
const ends: readonly (readonly [name: string, answer: Answerer, connections: number])[] = [
  ['stays', writes(GOOD), 1],
  ['is to be closed', saysAndEnds(`${OK}\r\nConnection: close\r\nContent-Length: 4`, 'good'), FETCHES],
  ['is to be closed, and stays', says(`${OK}\r\nConnection: close\r\nContent-Length: 4`, 'good'), FETCHES],
  ['is that of HTTP/1.0', saysAndEnds('HTTP/1.0 200 OK\r\nContent-Length: 4', 'good'), FETCHES],
  ['ends the body', saysAndEnds(OK, 'good'), FETCHES],
  ['is kept for 0 s', says(`${OK}\r\nKeep-Alive: timeout=0\r\nContent-Length: 4`, 'good'), FETCHES],
]

/** What comes behind a good answer, in the same packet; nothing of it may be taken for the next one. */
const behind: readonly (readonly [name: string, answer: Answerer])[] = [
  ['noise', writes(`${GOOD}noise`)],
  ['another answer', writes(GOOD + EVIL)],
  ['a hundred answers', writes(GOOD + EVIL.repeat(100))],
  ['half an answer', writes(GOOD + EVIL.slice(0, 20))],
  ['a hint', writes(`${GOOD}HTTP/1.1 103 Hint\r\n\r\n`)],
  ['"408 Request Timeout"', writes(`${GOOD}HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n`)],
  [
    'a second end of chunks',
    writes(`${OK}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n0\r\n\r\n`),
  ],
]

const ALL_GOOD = Array.from({ length: FETCHES }, () => 'good')

describe('a connection after a good answer', () => {
  it.each(ends)('%s: the next fetches are good', async (_name, answer, connections) => {
    expect(await fetchInTurn(answer)).toEqual({ results: ALL_GOOD, connections, requests: FETCHES })
  })

  it.each(behind)('with %s behind it is not used again', async (_name, answer) => {
    expect(await fetchInTurn(answer)).toEqual({ results: ALL_GOOD, connections: FETCHES, requests: FETCHES })
  })

  // The end is in the buffers when the answer is whole: it has to be read before the connection is used again.
  it.each([
    ['at once', (socket) => socket.end(GOOD)],
    ['in the next turn', writesThen((socket) => setImmediate(() => socket.end()))],
  ] as readonly (readonly [string, Answerer])[])('ends %s without a word', async (_name, answer) => {
    expect((await fetchInTurn(answer)).results).toEqual(ALL_GOOD)
  })
})

describe('a connection that is idle', () => {
  it.each([
    ['an answer', EVIL],
    ['noise', 'noise'],
    ['half an answer', EVIL.slice(0, 20)],
  ])('is closed by %s that nobody asked for', async (_name, late) => {
    const server = await openTestServer({
      '/first': (socket) => void socket.write(GOOD, () => setTimeout(() => socket.write(late), 50)),
      '/next': writes(GOOD),
    })
    const fetcher = openTcpFetcher(WATCHED, { 'pics.test': `127.0.0.1:${server.port}` })
    expect(await fetcher.fetch('http://pics.test/first', live)).toMatchObject({ ok: true })
    await server.allClosed()
    const next = await fetcher.fetch('http://pics.test/next', live)
    expect(next).toMatchObject({ ok: true, body: Buffer.from('good') })
    expect(server.connections()).toBe(2)
    await fetcher.close()
    await server.close()
  })

  it('closes by itself, and holds neither end', async () => {
    const server = await openTestServer({ '/': writes(GOOD) })
    const fetcher = openTcpFetcher(WATCHED, { 'pics.test': `127.0.0.1:${server.port}` })
    await fetcher.fetch('http://pics.test/', live)
    await server.allClosed()
    await fetcher.close()
    await server.close()
  })
})
