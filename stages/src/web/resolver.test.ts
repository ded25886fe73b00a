import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FetchProblem } from './fetch-result.js'
import { createResolve, dnsProblem, type Resolve } from './resolver.js'

/** What the name server says of one name and family: addresses as 4 or 16 bytes, or a response code (2 or 3). */
type Zone = Record<string, { readonly ttl: number; readonly data: readonly number[][] } | number>

const A = 1
const AAAA = 28
const NXDOMAIN = 3
const SERVFAIL = 2
const live = new AbortController().signal

let server: Socket
let zone: Zone
let asked: string[]
let clock: number
let resolve: Resolve

beforeEach(async () => {
  zone = {}
  asked = []
  clock = 0
  server = createSocket('udp4')
  server.on('message', (query, { port }) => server.send(answerTo(query), port, '127.0.0.1'))
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  resolve = createResolve({ servers: [`127.0.0.1:${server.address().port}`], now: () => clock })
})

afterEach(() => {
  server.close()
})

/** RFC 1035 sections 4.1.1 to 4.1.3, one question, the name of each answer a pointer to it. */
function answerTo(query: Buffer): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const type = query.readUInt16BE(at + 1)
  const question = query.subarray(12, at + 5)
  const key = `${labels.join('.').toLowerCase()} ${type === A ? 'A' : type === AAAA ? 'AAAA' : type}`
  asked.push(key)
  const found = zone[key] ?? { ttl: 0, data: [] }
  const [code, ttl, data] = typeof found === 'number' ? [found, 0, []] : [0, found.ttl, found.data]
  const head = Buffer.alloc(12)
  query.copy(head, 0, 0, 2)
  head.writeUInt16BE(0x8180 | code, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 6)
  const records = data.map((bytes) => {
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes])
    record.writeUInt32BE(ttl, 6)
    return record
  })
  return Buffer.concat([head, question, ...records])
}

const codeOf = (host: string) =>
  resolve(host, live).then(
    () => 'resolved',
    (error: unknown) => {
      const problem = dnsProblem(error, host)
      return problem instanceof FetchProblem ? problem.refusal : problem
    },
  )

const six = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

describe('createResolve', () => {
  it('gives the addresses of both families, private ones too: others judge them', async () => {
    zone = {
      'a.example A': {
        ttl: 9,
        data: [
          [127, 0, 0, 1],
          [8, 8, 8, 8],
        ],
      },
      'a.example AAAA': { ttl: 9, data: [six] },
    }
    expect(await resolve('a.example', live)).toEqual(['127.0.0.1', '8.8.8.8', '2001:db8::1'])
    expect(asked.sort()).toEqual(['a.example A', 'a.example AAAA'])
  })

  it('keeps an answer for the shortest TTL, at most five minutes', async () => {
    zone = { 'a.example A': { ttl: 9, data: [[1, 1, 1, 1]] }, 'a.example AAAA': { ttl: 60, data: [six] } }
    await resolve('a.example', live)
    clock = 8_999
    await resolve('a.example', live)
    expect(asked.length).toBe(2)
    clock = 9_001
    zone = { 'a.example A': { ttl: 86_400, data: [[2, 2, 2, 2]] } }
    expect(await resolve('a.example', live)).toEqual(['2.2.2.2'])
    clock += 299_000
    await resolve('a.example', live)
    expect(asked.length).toBe(4)
    clock += 2_000
    await resolve('a.example', live)
    expect(asked.length).toBe(6)
  })

  it('asks once for many that wait, also with a TTL of 0', async () => {
    zone = { 'a.example A': { ttl: 0, data: [[1, 1, 1, 1]] } }
    await Promise.all(Array.from({ length: 20 }, () => resolve('a.example', live)))
    expect(asked.length).toBe(2)
    await resolve('a.example', live)
    expect(asked.length).toBe(4)
  })

  it('keeps no answer of more than 64 addresses', async () => {
    const some = (count: number) => ({
      ttl: 60,
      data: Array.from({ length: count }, (_, i) => [8, 8, i >> 8, i & 255]),
    })
    zone = { 'few.example A': some(64), 'many.example A': some(65) }
    expect((await resolve('few.example', live)).length).toBe(64)
    expect((await resolve('many.example', live)).length).toBe(65)
    expect((await resolve('few.example', live)).length).toBe(64)
    expect((await resolve('many.example', live)).length).toBe(65)
    expect(asked.filter((question) => question === 'few.example A').length).toBe(1)
    expect(asked.filter((question) => question === 'many.example A').length).toBe(2)
  })

  it('remembers for five minutes that there is no such name', async () => {
    zone = { 'no.example A': NXDOMAIN, 'no.example AAAA': NXDOMAIN }
    const refusal = { code: 'dns_error', retryable: false, detail: 'ENOTFOUND for no.example' }
    expect(await codeOf('no.example')).toMatchObject(refusal)
    clock = 299_000
    expect(await codeOf('no.example')).toMatchObject(refusal)
    expect(asked.length).toBe(2)
    clock = 301_000
    expect(await codeOf('no.example')).toMatchObject(refusal)
    expect(asked.length).toBe(4)
  })

  it('tells no address from a server that fails', async () => {
    zone = { 'bad.example A': SERVFAIL, 'bad.example AAAA': SERVFAIL, 'half.example A': SERVFAIL }
    expect(await codeOf('empty.example')).toMatchObject({ code: 'dns_error', retryable: false })
    expect(await codeOf('bad.example')).toMatchObject({ code: 'dns_error', retryable: true })
    expect(await codeOf('half.example')).toMatchObject({ code: 'dns_error', retryable: true })
    const before = asked.length
    zone = { 'bad.example A': { ttl: 9, data: [[1, 1, 1, 1]] }, 'bad.example AAAA': SERVFAIL }
    expect(await resolve('bad.example', live)).toEqual(['1.1.1.1'])
    expect(asked.length).toBeGreaterThan(before)
  })

  it('knows nothing of the hosts file', async () => {
    zone = { 'localhost A': { ttl: 9, data: [[9, 9, 9, 9]] } }
    expect(await resolve('localhost', live)).toEqual(['9.9.9.9'])
  })
})
