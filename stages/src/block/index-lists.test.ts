import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkHashLists, indexHashLists } from './index-lists.js'
import { type BlockList, openBlockList } from './open-block-list.js'
import { HashListError } from './scan-hash-list.js'
import { quick64, seededDigests } from './test-hashes.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warc2dataset-block-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function open(paths: readonly string[], distance = 0): Promise<BlockList> {
  const place = await mkdtemp(join(folder, 'tables-'))
  return openBlockList(await indexHashLists(await checkHashLists(paths), place, distance))
}

const hashOf = (kind: string, text: string): string => createHash(kind).update(text).digest('hex')

describe('hash lists', () => {
  it('match sha256 and md5 of bytes as a set of all entries does, from text and gzip', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `picture ${i}`)
    const listed = names.filter((_, i) => i % 3 !== 0)
    const lines = listed.map((name, i) =>
      i % 2 === 0 ? hashOf('sha256', name) : hashOf('md5', name).toUpperCase(),
    )
    const half = lines.length / 2
    const paths = [
      await write('a.txt', `\ufeff# a list\r\n\r\n${lines.slice(0, half).join('\r\n')}`),
      await write(
        'b.txt.gz',
        Buffer.concat([gzipSync(`${lines.slice(half).join('\n')}\n`), gzipSync(`${lines[0]}\n`)]),
      ),
    ]
    const list = await open(paths)
    const set = new Set(lines)
    for (const name of names) {
      const expected = set.has(hashOf('sha256', name)) || set.has(hashOf('md5', name).toUpperCase())
      expect([name, list.hasBytes(Buffer.from(name))]).toEqual([name, expected])
    }
    const { records } = await checkHashLists(paths)
    expect(records).toEqual([
      {
        file: 'a.txt',
        sha256: hashOfFile(await readFile(paths[0] ?? '')),
        entries: { sha256: 500, md5: 500, phash: 0 },
      },
      {
        file: 'b.txt.gz',
        sha256: hashOfFile(await readFile(paths[1] ?? '')),
        entries: { sha256: 501, md5: 500, phash: 0 },
      },
    ])
  })

  it('holds digests that share their first bits, and duplicates', async () => {
    const name = 'one of many'
    const digest = hashOf('sha256', name)
    const crowd = seededDigests('crowd')
    const near = Array.from({ length: 500 }, () => digest.slice(0, 16) + crowd().slice(16))
    const list = await open([await write('crowded.txt', [...near, digest, digest, ...near].join('\n'))])
    const without = await open([await write('without.txt', near.join('\n'))])
    expect(list.hasBytes(Buffer.from(name))).toBe(true)
    expect(without.hasBytes(Buffer.from(name))).toBe(false)
  })

  it('matches perceptual hashes within the distance', async () => {
    const path = await write('looks.txt', 'phash:8f0f0f0f0f0f0f00\n')
    expect((await open([path], 0)).hasPicture('8f0f0f0f0f0f0f00')).toBe(true)
    expect((await open([path], 0)).hasPicture('8f0f0f0f0f0f0f01')).toBe(false)
    expect((await open([path], 4)).hasPicture('8f0f0f0f0f0f0f0f')).toBe(true)
    expect((await open([path], 4)).hasPicture('8f0f0f0f0f0f0f1f')).toBe(false)
  })

  it('refuses every wrong list at once, with file and line, and tells no hash', async () => {
    const secret = 'd'.repeat(63)
    const wrong = await write('wrong.txt', `# one\n${'0'.repeat(64)}\n${secret}\n`)
    const cut = await write('cut.txt.gz', gzipSync(`${'0'.repeat(64)}\n`.repeat(1000)).subarray(0, 40))
    const long = await write('long.txt', 'a'.repeat(10_000))
    const error: unknown = await checkHashLists([wrong, cut, long, folder, join(folder, 'gone.txt')]).catch(
      (e) => e,
    )
    expect(error).toBeInstanceOf(HashListError)
    const lines = (error as Error).message.split('\n')
    const expected = 'a sha256 (64 hex digits), md5 (32) or perceptual hash (16)'
    expect(lines).toEqual([
      `Expected ${expected} for ${wrong}:3, got 63 characters that begin with "dddd"`,
      expect.stringContaining(`Expected a readable hash list for ${cut}, got a damaged gzip`),
      `Expected ${expected} for ${long}:1, got more than 4096 characters`,
      `Expected a readable hash list for ${folder}, got EISDIR`,
      `Expected a readable hash list for ${join(folder, 'gone.txt')}, got ENOENT`,
    ])
    expect((error as Error).message).not.toContain('ddddd')
  })

  it.each([
    ['more', `${'1'.repeat(64)}\n${'2'.repeat(64)}\n`],
    ['fewer', ''],
    ['others', `${'3'.repeat(64)}\n`],
    ['another comment', `# new\n${'1'.repeat(64)}\n`],
  ])('refuses a list that changed between check and index: %s', async (name, content) => {
    const path = await write('changing.txt', `${'1'.repeat(64)}\n`)
    const checked = await checkHashLists([path])
    await writeFile(path, content)
    const indexed = indexHashLists(checked, join(folder, `changed ${name}`), 4)
    await expect(indexed).rejects.toThrow(`Expected ${path} as it was read a moment ago, got a changed file`)
  })

  it('needs memory for the tables and little else: a million hashes', { timeout: 60_000 }, async () => {
    const next = quick64()
    const quarter = 250_000
    const row = (i: number): string => {
      const hex = next().toString(16).padStart(16, '0')
      return i % 4 === 0 ? hex : i % 4 === 1 ? hex.repeat(2) : hex.repeat(4)
    }
    const lines = Array.from({ length: 4 * quarter }, (_, i) => row(i))
    const path = await write('million.txt', lines.join('\n'))
    const sample = lines.filter((_, i) => i % 4001 === 0 && i % 4 === 0)
    const before = process.memoryUsage().arrayBuffers
    const list = await open([path], 4)
    const tables = 3 * quarter * 16 + quarter * 20 + 4 * 2 ** 18
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3 * tables)
    expect(sample.length).toBeGreaterThan(50)
    for (const hex of sample) expect([hex, list.hasPicture(hex)]).toEqual([hex, true])
    expect(list.hasBytes(Buffer.from('not listed'))).toBe(false)
    expect(list.hasPicture((next() ^ 0x5555n).toString(16).padStart(16, '0'))).toBe(false)
  })
})

function hashOfFile(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
