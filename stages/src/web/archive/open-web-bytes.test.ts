import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ArchiveChangedError, ArchiveCutError, ArchiveUnreachableError } from '../../warc/archive-bytes.js'
import type { ArchiveAccount } from '../../warc/archive-record.js'
import type { ArchiveEvent } from '../../warc/event-order.js'
import { archiveOpener } from '../../warc/open-archive.js'
import { readArchive } from '../../warc/read-archive.js'
import { randomBytes, randomNumbers, readAll, warcRecord, withFile } from '../../warc/warc-fixtures.js'
import { testCertificate, testKey } from '../test-certificate.js'
import { openWebBytes, type WebArchiveOptions } from './open-web-bytes.js'
import { type ArchiveServer, etagOf, openArchiveServer } from './test-archive-server.js'

/** An archive of some members, with the same records and other blocks for another seed; `ends` of the members. */
function archive(seed: number, members = 12): { bytes: Buffer; ends: number[] } {
  const parts = Array.from({ length: members }, (_, i) =>
    gzipSync(warcRecord(`http://example.org/${i}`, randomBytes(3000, seed * 1000 + i + 1))),
  )
  let at = 0
  return { bytes: Buffer.concat(parts), ends: parts.map((part) => (at += part.length)) }
}

const servers: ArchiveServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(bytes: Buffer): Promise<ArchiveServer> {
  const server = await openArchiveServer(bytes)
  servers.push(server)
  return server
}

type Options = Omit<Partial<WebArchiveOptions>, 'wait'>

/** Everything that is read of the archive, and the waits. */
async function readWeb(server: ArchiveServer, options: Options = {}) {
  const waits: number[] = []
  const events: ArchiveEvent[] = []
  const wait = async (ms: number) => void waits.push(ms)
  const open = archiveOpener({ wait, random: () => 1, ...options })
  const url = `${server.origin}/a.warc.gz?token=secret`
  const batches = readArchive(url, { wantBlock: () => 1 << 24, tuning: { chunkBytes: 1000 }, open })
  let account: ArchiveAccount | null = null
  let error: unknown = null
  try {
    for (;;) {
      const next = await batches.next()
      if (next.done) {
        account = next.value
        break
      }
      events.push(...next.value)
    }
  } catch (thrown) {
    error = thrown
  }
  return { read: { events: lines(events), account }, error, waits }
}

async function readLocal(bytes: Buffer) {
  const { events, account } = await withFile(bytes, (path) => readAll(path))
  return { events: lines(events), account }
}

/** Everything there is of each event; texts are compared faster than buffers. */
function lines(events: readonly ArchiveEvent[]): string[] {
  return events.map((event) =>
    event.kind === 'gap'
      ? JSON.stringify(event)
      : JSON.stringify({ ...event, headers: [...event.headers], block: event.block?.toString('latin1') }),
  )
}

/** Every byte sent was of one version, and each answer after the first was asked for with its ETag. */
function expectNoSplice(server: ArchiveServer, etag: string): void {
  for (const { range, condition } of server.requests.slice(1)) {
    if (range !== null) expect(condition).toBe(etag)
  }
}

describe('an answer that breaks off', () => {
  const { bytes, ends } = archive(1)
  const [first = 0, second = 0] = ends
  it.each([
    ['before the head', [0]],
    ['in the first gzip header', [4]],
    ['in the middle of a member', [first + 500]],
    ['at the end of a member', [second]],
    ['before the last byte', [bytes.length - 1]],
    ['at all of these', [0, 4, first + 500, second, bytes.length - 1]],
  ])('%s is continued with Range and If-Match', async (_, cuts) => {
    const server = await serve(bytes)
    server.mood.cuts = [...cuts]
    const { read, error, waits } = await readWeb(server)
    expect(error).toBeNull()
    expect(read).toEqual(await readLocal(bytes))
    const asked = server.requests.map(({ range, condition }) => [range, condition])
    const resumes = cuts.map((at) => (at === 0 ? [null, null] : [`bytes=${at}-`, etagOf(bytes)]))
    expect(asked).toEqual([[null, null], ...resumes])
    expect(waits).toHaveLength(cuts.length)
  })

  it('at 200 random sets of places gives the same as the file', async () => {
    const local = await readLocal(bytes)
    for (let seed = 1; seed <= 200; seed++) {
      const next = randomNumbers(seed)
      const server = await serve(bytes)
      const cuts = Array.from({ length: 1 + (next() % 6) }, () => next() % bytes.length)
      server.mood.cuts = [...cuts]
      if (seed % 3 === 0) server.mood.length = 'none'
      if (seed % 4 === 0) server.mood.ranges = 'ignores'
      const { read, error } = await readWeb(server)
      expect(error).toBeNull()
      expect(read).toEqual(local)
      expectNoSplice(server, etagOf(bytes))
      expect(server.mood.cuts).toEqual([])
      await server.close()
    }
  })

  it('too often without progress ends, and says what was wrong', async () => {
    const server = await serve(bytes)
    server.mood.cuts = Array.from({ length: 20 }, () => 2000)
    const { error } = await readWeb(server, { retries: 3 })
    expect(error).toBeInstanceOf(ArchiveUnreachableError)
    expect(server.requests).toHaveLength(4)
  })

  it('is never spliced to a server without validators', async () => {
    const server = await serve(bytes)
    server.mood.etag = null
    server.mood.cuts = [2000]
    const { error } = await readWeb(server)
    expect(error).toBeInstanceOf(ArchiveCutError)
    expect(server.requests).toHaveLength(1)
  })

  it('is continued by date where the ETag is weak, and only if the date is strong', async () => {
    const server = await serve(bytes)
    const strong = 'Tue, 05 Nov 2024 08:49:37 GMT'
    Object.assign(server.mood, { etag: 'W/"1"', lastModified: strong, cuts: [2000] })
    expect(await readWeb(server)).toMatchObject({ error: null })
    expect(server.requests[1]).toMatchObject({ range: 'bytes=2000-', condition: strong })
    const fresh = await serve(bytes)
    const today = new Date(Date.now() + 5000).toUTCString()
    Object.assign(fresh.mood, { etag: 'W/"1"', lastModified: today, cuts: [2000] })
    expect((await readWeb(fresh)).error).toBeInstanceOf(ArchiveCutError)
  })
})

describe('an archive that is replaced while it is read', () => {
  const old = archive(2)
  const fresh = archive(3)

  it.each([
    ['heeds', 412],
    ['splices', 206],
    ['ignores', 200],
  ] as const)('by a server that %s conditions is never spliced, wherever the cut', async (ranges, status) => {
    const [oldRead, freshRead] = [await readLocal(old.bytes), await readLocal(fresh.bytes)]
    for (let seed = 1; seed <= 60; seed++) {
      const next = randomNumbers(seed)
      const server = await serve(old.bytes)
      const at = 1 + (next() % (old.bytes.length - 1))
      Object.assign(server.mood, { ranges, cuts: [at] })
      server.mood.onCut = () =>
        void Object.assign(server.mood, { bytes: fresh.bytes, etag: etagOf(fresh.bytes) })
      const { read, error } = await readWeb(server)
      expect(error).toBeInstanceOf(ArchiveChangedError)
      expect(server.requests.map((request) => request.status)).toEqual([200, status])
      expect(server.requests[1]).toMatchObject({ range: `bytes=${at}-`, condition: etagOf(old.bytes) })
      // What was given before is the old version's, and what a second reading gives is the new one's.
      expect(oldRead.events.slice(0, read.events.length)).toEqual(read.events)
      expect(await readWeb(server)).toEqual({ read: freshRead, error: null, waits: [] })
      await server.close()
    }
  })

  it('with the same ETag and another size is an error', async () => {
    const server = await serve(old.bytes)
    server.mood.cuts = [5000]
    server.mood.onCut = () => void Object.assign(server.mood, { bytes: fresh.bytes.subarray(0, 9000) })
    expect((await readWeb(server)).error).toBeInstanceOf(ArchiveChangedError)
  })
})

describe('a length that is not true', () => {
  const { bytes } = archive(4)

  it('longer than the archive: resumed, then an error', async () => {
    const server = await serve(bytes)
    server.mood.length = bytes.length + 10
    server.mood.stallsAt = bytes.length
    server.mood.cuts = []
    const { error } = await readWeb(server, { idleTimeoutMs: 50, retries: 2 })
    expect(error).toBeInstanceOf(Error)
    expect(server.requests.at(-1)).toMatchObject({ range: `bytes=${bytes.length}-`, status: 416 })
  })

  it('missing: refused, since a break would pass for the end', async () => {
    const server = await serve(bytes)
    server.mood.length = 'close'
    expect((await readWeb(server)).error).toMatchObject({
      name: 'NotAnArchiveError',
      found: 'an answer that does not say where it ends',
    })
  })

  it('chunked: the last chunk is the end', async () => {
    const server = await serve(bytes)
    server.mood.length = 'none'
    expect((await readWeb(server)).read).toEqual(await readLocal(bytes))
  })
})

describe('a server that refuses', () => {
  const { bytes } = archive(5)
  const times = (count: number, status: number, fields = {}) =>
    Array.from({ length: count }, () => ({ status, fields }))

  it('503 five times, then answers: waits double, never under a second', async () => {
    const server = await serve(bytes)
    server.mood.refusals = times(5, 503)
    const { error, waits, read } = await readWeb(server)
    expect(error).toBeNull()
    expect(read).toEqual(await readLocal(bytes))
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000])
    const impatient = await serve(bytes)
    impatient.mood.refusals = times(3, 503)
    expect((await readWeb(impatient, { random: () => 0 })).waits).toEqual([1000, 1000, 1000])
  })

  it('429 with Retry-After: waits as long as it asks, within bounds', async () => {
    const server = await serve(bytes)
    server.mood.refusals = times(1, 429, { 'retry-after': '77' })
    expect(await readWeb(server)).toMatchObject({ error: null, waits: [77_000] })
    const dated = await serve(bytes)
    dated.mood.refusals = times(1, 503, { 'retry-after': 'Thu, 01 Jan 1970 00:02:00 GMT' })
    expect(await readWeb(dated, { now: () => 30_000 })).toMatchObject({ error: null, waits: [90_000] })
    const long = await serve(bytes)
    long.mood.refusals = times(1, 429, { 'retry-after': '3600' })
    expect(await readWeb(long)).toMatchObject({ error: { name: 'RunError', exit: 'blocked' }, waits: [] })
  })

  it('to the end of the retries: 429 and 503 as blocked, 500 as unreachable', async () => {
    for (const [status, error] of [
      [429, { name: 'RunError', exit: 'blocked' }],
      [503, { name: 'RunError', exit: 'blocked' }],
      [500, { name: 'ArchiveUnreachableError' }],
    ] as const) {
      const server = await serve(bytes)
      server.mood.refusals = times(10, status)
      expect(await readWeb(server, { retries: 4 })).toMatchObject({ error })
      expect(server.requests).toHaveLength(5)
    }
  })

  it('403 is blocked at once, with what its page says and without the query', async () => {
    const server = await serve(bytes)
    const body = '<html><h1>Blocked</h1>Write to <b>crawl@example.org</b></html>'
    server.mood.refusals = [{ status: 403, body }]
    const { error } = await readWeb(server)
    expect(error).toMatchObject({ name: 'RunError', exit: 'blocked' })
    expect((error as Error).message).toBe(
      `Expected to be let in for ${server.origin}/a.warc.gz, got HTTP 403: Blocked Write to crawl@example.org`,
    )
    expect(server.requests).toHaveLength(1)
  })

  it('404 is no archive, and so is a page with status 200', async () => {
    const server = await serve(bytes)
    server.mood.refusals = times(1, 404)
    expect((await readWeb(server)).error).toMatchObject({ name: 'NotAnArchiveError', found: 'HTTP 404' })
    const page = await serve(Buffer.from('<!doctype html><title>Error</title>'))
    const { error } = await readWeb(page)
    expect(error).toMatchObject({ name: 'NotAnArchiveError', path: `${page.origin}/a.warc.gz` })
  })

  it('is heard while waiting: an abort ends it', async () => {
    const server = await serve(bytes)
    server.mood.refusals = times(1, 503)
    const stop = new AbortController()
    const opened = openWebBytes(`${server.origin}/a`, { access: 'forward', signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 20)
    await expect(opened).rejects.toThrow('enough')
  })
})

describe('what else an answer may be', () => {
  const { bytes } = archive(6)

  it('a stall is a cut', async () => {
    const server = await serve(bytes)
    server.mood.stallsAt = 3000
    const { error } = await readWeb(server, { idleTimeoutMs: 50, retries: 2 })
    expect(error).toBeInstanceOf(ArchiveUnreachableError)
    expect(server.requests.map(({ range }) => range)).toEqual([null, ...Array(2).fill('bytes=3000-')])
  })

  it('Content-Encoding gzip is what some servers say of a .gz file; any other is refused', async () => {
    const server = await serve(bytes)
    server.mood.fields = { 'content-encoding': 'x-gzip' }
    expect(await readWeb(server)).toMatchObject({ error: null, read: { account: { bytes: bytes.length } } })
    server.mood.fields = { 'content-encoding': 'br' }
    expect((await readWeb(server)).error).toMatchObject({ found: 'one in Content-Encoding br' })
    expect(server.requests[0]).toMatchObject({ encoding: 'identity', agent: 'warc2dataset' })
  })

  it.each([
    [5, null],
    [6, 'more than 5 redirects'],
  ])('%d redirects', async (count, found) => {
    const server = await serve(bytes)
    server.mood.refusals = Array.from({ length: count }, (_, i) => ({
      status: 302,
      fields: { location: `/hop${i}.warc.gz` },
    }))
    const { error } = await readWeb(server)
    if (found === null) expect(error).toBeNull()
    else expect(error).toMatchObject({ found })
  })

  it('a redirect away from https and this machine is refused', async () => {
    const server = await serve(bytes)
    server.mood.refusals = [{ status: 302, fields: { location: 'http://example.org/x' } }]
    expect((await readWeb(server)).error).toMatchObject({ found: 'a redirect to no https URL' })
  })

  it('TLS: a certificate that is trusted, and one that is not', async () => {
    const server = await openArchiveServer(bytes, { key: testKey, cert: testCertificate })
    servers.push(server)
    expect(await readWeb(server, { ca: testCertificate })).toMatchObject({ error: null })
    const { error } = await readWeb(server)
    expect(error).toMatchObject({ found: expect.stringContaining('no connection to be trusted') })
  })
})

describe('memory and going back', () => {
  it('the server runs no more than the buffers of the sockets ahead of the reader', async () => {
    const bytes = Buffer.alloc(64 << 20, 1)
    const server = await serve(bytes)
    const opened = await openWebBytes(`${server.origin}/big`, { access: 'forward' })
    const buffer = Buffer.alloc(1 << 20)
    expect(await opened.read(buffer, 0, buffer.length, 0)).toBe(buffer.length)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(server.requests[0]?.sent).toBeLessThan(24 << 20)
    await opened.close()
  })

  it('a large member with damage is read again by Range and If-Match, as from the file', async () => {
    const large = gzipSync(warcRecord('large', randomBytes(300_000, 9)))
    const at = 200_000
    const broken = Buffer.from(large)
    broken.fill(0xff, at, at + 2000)
    const tail = archive(7, 3).bytes
    const bytes = Buffer.concat([broken, tail])
    const server = await serve(bytes)
    const tuning = { chunkBytes: 4096, wholeInputBytes: 10_000 }
    const collect = async (place: string) => {
      const events: ArchiveEvent[] = []
      for await (const batch of readArchive(place, { wantBlock: () => 1 << 24, tuning }))
        events.push(...batch)
      return lines(events)
    }
    const local = await withFile(bytes, collect)
    expect(await collect(`${server.origin}/a.warc.gz`)).toEqual(local)
    expect(server.requests.length).toBeGreaterThan(1)
    expectNoSplice(server, etagOf(bytes))
  })
})
