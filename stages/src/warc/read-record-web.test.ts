import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { probeWebArchive } from '../web/archive/open-web-bytes.js'
import { type ArchiveServer, etagOf, openArchiveServer } from '../web/archive/test-archive-server.js'
import { archiveOpener } from './open-archive.js'
import { readRecordsAt } from './read-record.js'
import { randomBytes, readAll, warcRecord, withFile } from './warc-fixtures.js'

const SIZES = [2000, 900_000, 5, 70_000, 300, 250_000, 4000]
const bytes = Buffer.concat(
  SIZES.map((size, i) => gzipSync(warcRecord(`http://example.org/${i}`, randomBytes(size, i + 1)))),
)
const CAP = 1 << 24

let server: ArchiveServer
afterEach(() => server.close())

const url = () => `${server.origin}/a.warc.gz`

describe('records of an archive on the web', () => {
  it('are those of the file, each asked for by a bounded range of one version over one connection', async () => {
    server = await openArchiveServer(bytes)
    const { events } = await withFile(bytes, (path) => readAll(path, { cap: CAP }))
    const wanted = events
      .flatMap((event) => (event.kind === 'record' ? [event] : []))
      .filter((_, i) => i !== 1)
    const found: unknown[] = []
    for await (const record of readRecordsAt(url(), wanted, CAP)) found.push(record)
    expect(found).toEqual(wanted)
    expect(server.requests.length).toBeGreaterThan(1)
    for (const { range } of server.requests) expect(range).toMatch(/^bytes=\d+-\d+$/)
    expect(server.requests.slice(1).map(({ condition }) => condition)).toEqual(
      server.requests.slice(1).map(() => etagOf(bytes)),
    )
    expect(server.connections()).toBe(1)
    const asked = server.requests.reduce((sum, { sent }) => sum + sent, 0)
    expect(asked).toBeLessThan(bytes.length)
  })

  it('are refused where it is not the archive that was extracted', async () => {
    server = await openArchiveServer(bytes)
    const readWith = async (expected: { size: number; etag: string | null }) => {
      const open = archiveOpener({ expected })
      const records = readRecordsAt(url(), [{ offset: 0, innerOffset: 0 }], CAP, {}, open)
      return (await records.next()).value
    }
    const { length: size } = bytes
    expect(await readWith({ size, etag: etagOf(bytes) })).toMatchObject({ kind: 'record' })
    expect(await readWith({ size, etag: null })).toMatchObject({ kind: 'record' })
    await expect(readWith({ size, etag: '"other"' })).rejects.toMatchObject({
      name: 'RunError',
      exit: 'recipe',
    })
    await expect(readWith({ size: 7, etag: null })).rejects.toMatchObject({
      name: 'RunError',
      exit: 'recipe',
    })
  })

  it('need a server that answers ranges, which a probe tells', async () => {
    server = await openArchiveServer(bytes)
    expect(await probeWebArchive(url(), {})).toMatchObject({ size: bytes.length, etag: etagOf(bytes) })
    expect(server.requests).toMatchObject([{ range: 'bytes=0-0', sent: 1 }])
    server.mood.ranges = 'ignores'
    await expect(probeWebArchive(url(), {})).rejects.toMatchObject({ name: 'RunError', exit: 'recipe' })
  })
})
