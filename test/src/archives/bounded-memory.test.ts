import { rm, stat, truncate } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../bad-input/temp-folder.js'
import { type Format, LINE_END_BYTES, writtenRecord } from './generated-crawl.js'
import { type ChildReport, readInChild } from './read-in-child.js'
import { appendTo, filler, type Parts } from './write-archive.js'

/**
 * Below what any of these archives inflates to and a bare process (45 MB) have together. Measured: 76 to 114 MB, for a
 * batch of blocks, a member and the window take 8 MB and less each.
 */
const PEAK_MB = 256
const MB = 1 << 20
const CAP = 2 * MB

type Compression = 'gzip' | 'plain'

/** Header and block of a record, in pieces, with `block` bytes of filler. */
function* largeRecord(format: Format, block: number): Parts {
  const { bytes } = writtenRecord(format, 'http://large/', Buffer.alloc(0), { length: block })
  const end = LINE_END_BYTES[format]
  yield bytes.subarray(0, bytes.length - end)
  yield* filler(block, 'x')
  yield bytes.subarray(bytes.length - end)
}

/** A record whose header has a line of `line` bytes; of ARC it is the only one. */
function* longLine(format: Format, line: number): Parts {
  yield Buffer.from(format === 'warc' ? 'WARC/1.0\r\nWARC-Type: response\r\nX-Long: ' : 'http://large/')
  yield* filler(line, 'y')
  yield Buffer.from(
    format === 'warc'
      ? '\r\nContent-Length: 1\r\n\r\nx\r\n\r\n'
      : ' 192.0.2.7 20080430204825 text/html 1\nx\n',
  )
}

function* manyLines(count: number): Parts {
  yield Buffer.from('WARC/1.0\r\nWARC-Type: response\r\n')
  for (let i = 0; i < count; i += 1000) yield Buffer.from(`X-${i}: some value\r\n`.repeat(1000))
  yield Buffer.from('Content-Length: 1\r\n\r\nx\r\n\r\n')
}

describe('a hostile archive in a process with a heap of 64 MB', () => {
  const at = tempFolder()

  /** Reads `parts` between two sound records; gives the report and where the parts lie. */
  async function between(name: string, format: Format, compression: Compression, parts: Parts) {
    const path = at(`${name}-${format}-${compression}`.replaceAll(' ', '-'))
    const sound = (url: string): Parts => [
      writtenRecord(format, url, Buffer.from('HTTP/1.1 200 OK\n\nx')).bytes,
    ]
    const from = await appendTo(path, sound('http://before/'), compression)
    const length = await appendTo(path, parts, compression)
    await appendTo(path, sound('http://after/'), compression)
    return { report: await readInChild(path, CAP), from, length, path }
  }

  async function expectBounded(report: ChildReport, path: string): Promise<void> {
    const { size } = await stat(path)
    expect([report.bytes, report.recordBytes + report.gapBytes, report.misplaced]).toEqual([size, size, 0])
    expect(report.peakMb).toBeLessThanOrEqual(PEAK_MB)
    await rm(path)
  }

  const kinds: [Format, Compression][] = [
    ['warc', 'gzip'],
    ['warc', 'plain'],
    ['arc', 'gzip'],
    ['arc', 'plain'],
  ]

  it.each(kinds)(
    '%s %s: a block of 300 MB is one record, cut at what is wanted',
    async (format, compression) => {
      const { report, path } = await between('bomb', format, compression, largeRecord(format, 300 * MB))
      expect(report.found).toEqual(['http://before/ 18', `http://large/ ${300 * MB} cap`, 'http://after/ 18'])
      expect(report.gaps).toEqual([])
      await expectBounded(report, path)
    },
  )

  it.each(kinds)('%s %s: a header line of 100 MB is a gap', async (format, compression) => {
    const { report, from, length, path } = await between(
      'line',
      format,
      compression,
      longLine(format, 100 * MB),
    )
    expect(report.found).toEqual(['http://before/ 18', 'http://after/ 18'])
    expect(report.gaps).toEqual([`header_too_long@${from}+${length}`])
    await expectBounded(report, path)
  })

  it.each(['gzip', 'plain'] as const)('warc %s: 1,000,000 header lines are a gap', async (compression) => {
    const { report, from, length, path } = await between('lines', 'warc', compression, manyLines(1_000_000))
    expect(report.found).toEqual(['http://before/ 18', 'http://after/ 18'])
    expect(report.gaps).toEqual([`header_too_long@${from}+${length}`])
    await expectBounded(report, path)
  })

  it.each(kinds)('%s %s: 100 MB of zero bytes are a gap', async (format, compression) => {
    const { report, from, length, path } = await between('zeros', format, compression, filler(100 * MB, 0))
    expect(report.found).toEqual(['http://before/ 18', 'http://after/ 18'])
    expect(report.gaps).toEqual([`zero_padding@${from}+${length}`])
    await expectBounded(report, path)
  })

  it.each(['warc', 'arc'] as const)(
    '%s: a member that inflates to 300 MB and has a wrong CRC-32',
    async (format) => {
      const path = at(`crc-${format}`)
      const before = await appendTo(path, largeRecord(format, MB), 'gzip')
      const length = (await appendTo(path, largeRecord(format, 300 * MB), 'gzip')) - 8
      await truncate(path, before + length)
      await appendTo(path, [Buffer.alloc(8, 1)], 'plain')
      await appendTo(path, [writtenRecord(format, 'http://after/', Buffer.from('x')).bytes], 'gzip')
      const report = await readInChild(path, CAP)
      expect(report.found).toEqual([`http://large/ ${MB}`, 'http://after/ 1'])
      expect(report.gaps).toEqual([`corrupt_member@${before}+${length + 8}`])
      await expectBounded(report, path)
    },
  )

  it.each(['warc', 'arc'] as const)('%s: 100,000 empty members are 100,000 gaps', async (format) => {
    const empty = gzipSync('')
    const path = at(`empty-${format}`)
    const from = await appendTo(
      path,
      [writtenRecord(format, 'http://before/', Buffer.from('x')).bytes],
      'gzip',
    )
    await appendTo(path, [Buffer.concat(Array.from({ length: 100_000 }, () => empty))], 'plain')
    await appendTo(path, [writtenRecord(format, 'http://after/', Buffer.from('x')).bytes], 'gzip')
    const report = await readInChild(path, CAP)
    expect(report).toMatchObject({ records: 2, members: 100_002, reasons: { empty_member: 100_000 } })
    expect(report.found).toEqual(['http://before/ 1', 'http://after/ 1'])
    expect(report.gaps.slice(0, 2)).toEqual([
      `empty_member@${from}+${empty.length}`,
      `empty_member@${from + empty.length}+${empty.length}`,
    ])
    await expectBounded(report, path)
  })
})
