import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { WARCParser } from 'warcio'
import type { ArchiveAccount } from './archive-record.js'
import type { ArchiveEvent } from './event-order.js'
import { NotAnArchiveError, readArchive } from './read-archive.js'
import {
  brief,
  gzipWithFields,
  randomBytes,
  randomNumbers,
  readAll,
  TINY,
  warcRecord,
  withFile,
} from './warc-fixtures.js'

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const A = warcRecord('a', 'first block')
const B = warcRecord('b', randomBytes(150, 7))
const C = warcRecord('c', '')
const [gA, gB, gC] = [gzipSync(A), gzipSync(B), gzipSync(C)]

function conserve(events: readonly ArchiveEvent[], account: ArchiveAccount, bytes: Buffer): void {
  const sum = (kind: string) =>
    events.filter((e) => e.kind === kind).reduce((total, e) => total + e.length, 0)
  expect(account.bytes).toBe(bytes.length)
  expect(account.recordBytes).toBe(sum('record'))
  expect(account.gapBytes).toBe(sum('gap'))
  expect(account.recordBytes + account.gapBytes).toBe(bytes.length)
  expect(account.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  let offset = 0
  for (const event of events) {
    expect(event.offset).toBeGreaterThanOrEqual(0)
    expect(event.offset + event.length).toBeLessThanOrEqual(bytes.length)
    if (event.length === 0) continue
    expect(event.offset).toBe(offset)
    offset += event.length
  }
}

async function read(
  bytes: Buffer,
  tuning = {},
): Promise<{ events: ArchiveEvent[]; account: ArchiveAccount }> {
  const result = await withFile(bytes, (path) => readAll(path, { tuning }))
  conserve(result.events, result.account, bytes)
  return result
}

const names = ['warc', 'warc-malformed'].flatMap((folder) =>
  existsSync(DATA + folder) ? readdirSync(DATA + folder).map((name) => `${folder}/${name}`) : [],
)
const sound = names.filter((name) => /^warc\/.*\.warc(\.w[ae]t)?(\.gz)?$/.test(name))

describe.skipIf(sound.length === 0)(`archives of the wild (SKIPPED if ${DATA}warc is missing)`, () => {
  it.each(sound)('%s: the same records and blocks as warcio gives', async (name) => {
    const sha256 = (block: Uint8Array) => createHash('sha256').update(block).digest('hex')
    const expected: unknown[] = []
    for await (const record of new WARCParser(createReadStream(DATA + name), { parseHttp: false })) {
      const block = await record.readFully(false)
      expected.push([record.warcType, record.warcTargetURI ?? null, block.length, sha256(block)])
    }
    const { events, account } = await readAll(DATA + name)
    const records = events.filter((event) => event.kind === 'record')
    expect(
      records.map((r) => [r.type, r.targetUri, r.blockLength, sha256(r.block ?? Buffer.alloc(0))]),
    ).toEqual(expected)
    expect(account).toMatchObject({ gaps: 0, bytes: statSync(DATA + name).size, truncated: false })
    expect(account.recordBytes).toBe(account.bytes)
  })

  it.each(names)('%s: every byte is counted', async (name) => {
    const result = await readAll(DATA + name).catch((error: unknown) => error)
    if (result instanceof NotAnArchiveError) return
    expect(result).toMatchObject({ account: { bytes: statSync(DATA + name).size } })
    const { account } = result as { account: ArchiveAccount }
    expect(account.recordBytes + account.gapBytes).toBe(account.bytes)
  })
})

describe('damage between and in gzip members', () => {
  const flip = (bytes: Buffer, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 16 : byte)) as Buffer
  const zero = Buffer.alloc(100)
  const junk = randomBytes(99, 3)
  const badCrc = flip(gB, gB.length - 6)
  const badSize = flip(gB, gB.length - 2)
  const badData = flip(gB, 60)
  const end = (n: number) => gA.length + n
  it.each([
    ['nothing', [gA, gB, gC], ['a 11', 'b 150', 'c 0']],
    ['gzip fields', [gzipWithFields(A, randomBytes(300, 4), 'name', 'comment'), gC], ['a 11', 'c 0']],
    ['zero padding', [gA, zero, gC], ['a 11', `zero_padding@${end(0)}+100`, 'c 0']],
    ['zero padding at the end', [gA, zero], ['a 11', `zero_padding@${end(0)}+100`]],
    ['junk', [gA, junk, gC], ['a 11', `junk@${end(0)}+99`, 'c 0']],
    [
      'a false magic in junk',
      [gA, junk, Buffer.from([0x1f, 0x8b, 8, 0]), junk, gC],
      ['a 11', `junk@${end(0)}+202`, 'c 0'],
    ],
    ['a wrong CRC', [gA, badCrc, gC], ['a 11', `corrupt_member@${end(0)}+${gB.length}`, 'c 0']],
    ['a wrong ISIZE', [gA, badSize, gC], ['a 11', `corrupt_member@${end(0)}+${gB.length}`, 'c 0']],
    ['a flipped bit', [gA, badData, gC], ['a 11', `corrupt_member@${end(0)}+${gB.length}`, 'c 0']],
    ['a cut member', [gA, gB.subarray(0, 99), gC], ['a 11', `corrupt_member@${end(0)}+99`, 'c 0']],
    ['an overwritten first member', [Buffer.alloc(gA.length), gB], [`zero_padding@0+${gA.length}`, 'b 150']],
    [
      'an overwritten member',
      [gA, randomBytes(gB.length, 5), gC],
      ['a 11', `junk@${end(0)}+${gB.length}`, 'c 0'],
    ],
    ['a cut last member', [gA, gB.subarray(0, 99)], ['a 11', `truncated_member@${end(0)}+99`]],
    ['a last header of one byte', [gA, gB.subarray(0, 1)], ['a 11', `truncated_member@${end(0)}+1`]],
    ['an empty member', [gA, gzipSync(''), gC], ['a 11', `empty_member@${end(0)}+20`, 'c 0']],
    ['a member of text', [gA, gzipSync('text'), gC], ['a 11', `junk@${end(0)}+24`, 'c 0']],
    [
      'a name without end',
      [gA, Buffer.from([31, 139, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(70_000, 65), gC],
      ['a 11', `junk@${end(0)}+70010`, 'c 0'],
    ],
  ])('%s', async (_, parts, expected) => {
    for (const tuning of [{}, TINY]) {
      const { events } = await read(Buffer.concat(parts), tuning)
      expect(brief(events)).toEqual(expected)
    }
  })

  it('counts 20,000 empty members one by one and still reads the next record', async () => {
    const empty = gzipSync('')
    const { account } = await read(Buffer.concat([gA, ...Array.from({ length: 20_000 }, () => empty), gC]))
    expect(account).toMatchObject({ records: 2, gaps: 20_000, members: 20_002 })
  })

  it('gives the records before the damage in a member of many, and the members after it', async () => {
    const many = gzipSync(Buffer.concat([A, B, warcRecord('x', randomBytes(5000, 9))]))
    const bytes = Buffer.concat([many.subarray(0, many.length - 3000), gC])
    const { events, account } = await read(bytes)
    expect(brief(events)).toEqual(['a 11', 'b 150', `corrupt_member@0+${many.length - 3000}`, 'c 0'])
    expect(events[2]).toMatchObject({ detail: expect.stringContaining('2 records') })
    expect(account.truncated).toBe(false)
  })

  it('gives the last record of a member the length of the member, and the others none', async () => {
    for (const tuning of [{}, TINY]) {
      const { events, account } = await read(gzipSync(Buffer.concat([A, B, C])), tuning)
      expect(events.map((event) => event.length)).toEqual([0, 0, account.bytes])
      expect(account).toMatchObject({ compression: 'single', members: 1, records: 3 })
    }
  })
})

describe('byte conservation', () => {
  const files: [string, Buffer][] = [
    ['members', Buffer.concat([gA, gB, gC])],
    ['single', gzipSync(Buffer.concat([A, B, C]))],
    ['plain', Buffer.concat([A, B, C])],
  ]
  it.each(files)('%s: truncated at every byte', async (_, bytes) => {
    for (let length = 0; length <= bytes.length; length++) {
      const cut = bytes.subarray(0, length)
      const result = await read(cut, length % 2 === 0 ? {} : TINY).catch((error: unknown) => error)
      if (result instanceof NotAnArchiveError) expect(length).toBeLessThan(60)
      else expect(result).not.toBeInstanceOf(Error)
    }
  })

  it.each(files)('%s: 600 random bit flips', async (_, bytes) => {
    const next = randomNumbers(42)
    for (let i = 0; i < 600; i++) {
      const flipped = Buffer.from(bytes)
      const at = next() % bytes.length
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (next() & 7))
      const result = await read(flipped, i % 2 === 0 ? {} : TINY).catch((error: unknown) => error)
      if (!(result instanceof NotAnArchiveError)) expect(result).toHaveProperty('account')
    }
  })

  it('a flipped bit anywhere costs no record of another member', async () => {
    const members = [gA, gB, gC]
    const bytes = Buffer.concat(members)
    const lines = ['a 11', 'b 150', 'c 0']
    for (let at = 0; at < bytes.length; at++) {
      const hit = at < gA.length ? 0 : at < gA.length + gB.length ? 1 : 2
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      const { events } = await read(flipped, at % 2 === 0 ? {} : TINY)
      expect(brief(events)).toEqual(expect.arrayContaining(lines.filter((_, i) => i !== hit)))
    }
  })
})

describe('files that are no archive', () => {
  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['text', Buffer.from('hello\n')],
    ['text, gzipped', gzipSync('crawl-data/CC-MAIN-2024-22/segments\n'.repeat(100))],
    ['text', Buffer.from('filedesc://x.arc 0.0.0.0 2006')],
    ['text, gzipped', gzipSync('http://x/ 1.2.3.4 is not a record\n')],
    ['an HTML or XML file', Buffer.from(`<!doctype html><pre>${A.toString()}`)],
    ['a file of unknown format', randomBytes(5000, 1)],
  ])('%s', async (found, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ name: 'NotAnArchiveError', found })
  })

  it('missing, or a directory', async () => {
    await expect(readAll('/nonexistent/a.warc')).rejects.toMatchObject({ found: 'no such file' })
    await expect(readAll('/tmp')).rejects.toMatchObject({ found: 'a directory' })
  })
})

describe('readArchive', () => {
  it('stops at an aborted signal and closes the file when left early', async () => {
    await withFile(Buffer.concat([gA, gB]), async (path) => {
      const aborted = readArchive(path, { wantBlock: () => 0, signal: AbortSignal.abort() })
      await expect(aborted.next()).rejects.toThrow('abort')
      for await (const batch of readArchive(path, { wantBlock: () => 0, tuning: TINY })) {
        expect(batch).toHaveLength(1)
        break
      }
    })
  })

  it('keeps no more of a block than is wanted', async () => {
    const { events } = await withFile(Buffer.concat([gA, gB]), (path) => readAll(path, { cap: 5 }))
    expect(events).toMatchObject([
      { block: Buffer.from('first'), blockLength: 11, truncated: 'cap' },
      { blockLength: 150, truncated: 'cap' },
    ])
  })
})
