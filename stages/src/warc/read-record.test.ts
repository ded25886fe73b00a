import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { ArchiveEvent } from './event-order.js'
import { readRecordsAt, type UnreadableRecord } from './read-record.js'
import { brief, randomBytes, readAll, TINY, warcRecord, withFile } from './warc-fixtures.js'

const DATA = fileURLToPath(new URL('../../../../shared/data/warc/', import.meta.url))
const names = existsSync(DATA)
  ? readdirSync(DATA).filter((name) => /\.warc(\.w[ae]t)?(\.gz)?$/.test(name))
  : []
const CAP = 1 << 22

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Comparing long buffers byte by byte is slow in vitest. */
function digested(item: ArchiveEvent | UnreadableRecord): unknown {
  if (item.kind !== 'record') return item
  const { block, ...rest } = item
  return { ...rest, block: block && createHash('sha256').update(block).digest('hex') }
}

async function compare(path: string, tuning = {}): Promise<ArchiveEvent[]> {
  const { events } = await readAll(path, { cap: CAP, tuning })
  const records = events.filter((event) => event.kind === 'record')
  // In reverse, and one twice: order and repeats of the question do not matter.
  const wanted = [...records, ...records.slice(0, 1)].reverse()
  const found = await collect(readRecordsAt(path, wanted, CAP, tuning))
  expect(found.map(digested)).toEqual(records.map(digested))
  return events
}

const records = [
  warcRecord('a', 'one'),
  warcRecord('lies', randomBytes(500, 3), { length: 900 }),
  warcRecord('b', randomBytes(900, 4)),
  warcRecord('short', randomBytes(400, 5), { length: 9 }),
  warcRecord('c', 'three'),
]

describe.skipIf(names.length === 0)(
  `readRecordsAt on archives of the wild (SKIPPED if ${DATA} is missing)`,
  () => {
    it.each(names)('%s', async (name) => {
      await compare(DATA + name)
    })
  },
)

describe('readRecordsAt', () => {
  it.each([
    ['plain', Buffer.concat(records)],
    ['one member per record', Buffer.concat(records.map((record) => gzipSync(record)))],
    ['a single member', gzipSync(Buffer.concat(records))],
    [
      'damage',
      Buffer.concat([gzipSync(Buffer.concat(records)).subarray(0, 1700), gzipSync(records[2] ?? '')]),
    ],
    ['a cut member', gzipSync(Buffer.concat(records)).subarray(0, 1700)],
    ['a cut plain file', Buffer.concat(records).subarray(0, 1800)],
  ])('%s: gives what readArchive gave', async (_, bytes) => {
    await withFile(bytes, async (path) => {
      const events = await compare(path)
      const lines = brief(events).filter((line) => !line.includes('@'))
      expect(lines.slice(0, 2)).toEqual(['a 3', expect.stringMatching(/^lies 500 (next_record|archive)$/)])
      expect(brief(await compare(path, { ...TINY, wholeOutputBytes: 1e6 }))).toEqual(brief(events))
      // Streaming loses up to 1 KiB before damage, so only sound archives are the same.
      if (!events.some((event) => event.kind === 'gap')) {
        expect(brief(await compare(path, TINY))).toEqual(brief(events))
      }
    })
  })

  it('says which places hold no record', async () => {
    const bytes = Buffer.concat(records.map((record) => gzipSync(record)))
    await withFile(bytes, async (path) => {
      const wanted = [
        { offset: 0, innerOffset: 0 },
        { offset: 0, innerOffset: 5 },
        { offset: 7, innerOffset: 0 },
        { offset: 1e9, innerOffset: 0 },
      ]
      const found = await collect(readRecordsAt(path, wanted, 10))
      expect(found.map((item) => [item.kind, item.offset, item.innerOffset])).toEqual([
        ['record', 0, 0],
        ['unreadable', 0, 5],
        ['unreadable', 7, 0],
        ['unreadable', 1e9, 0],
      ])
    })
  })
})
