import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepStdin, type StdinOptions } from './keep-stdin.js'

const ARCHIVE = gzipSync('WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nok\r\n\r\n')
const archives = [
  { name: 'a.warc', path: '/d/a.warc' },
  { name: 'stdin', path: '-' },
]

let out: string
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'stdin-'))
})
afterEach(() => rm(out, { recursive: true }))

const stdinOf = (...chunks: Buffer[]) => Readable.from(chunks, { objectMode: false })
const keep = (options: Partial<StdinOptions>) => keepStdin({ archives, out, ...options })
const untouched = () =>
  new Readable({
    read() {
      this.destroy(new Error('Expected standard input to be left alone'))
    },
  })

describe('an archive on standard input', () => {
  it('is copied once with its sha256, and not read again', async () => {
    const path = join(out, 'source/stdin')
    const expected = [archives[0], { name: 'stdin', path }]
    expect(await keep({ stdin: stdinOf(ARCHIVE.subarray(0, 10), ARCHIVE.subarray(10)) })).toEqual(expected)
    expect(await readFile(path)).toEqual(ARCHIVE)
    expect(JSON.parse(await readFile(`${path}.json`, 'utf8'))).toEqual({
      bytes: ARCHIVE.length,
      sha256: createHash('sha256').update(ARCHIVE).digest('hex'),
    })
    expect(await keep({ stdin: untouched(), task: { index: 1, count: 2 } })).toEqual(expected)
  })

  it('is left alone by a recipe without it', async () => {
    const [file] = archives
    expect(await keep({ archives: file === undefined ? [] : [file], stdin: untouched() })).toEqual([file])
  })

  it.each([
    ['an empty file', stdinOf()],
    ['text', stdinOf(Buffer.from('hello\n'))],
    ['a terminal', Object.assign(untouched(), { isTTY: true })],
  ])('that is %s is exit 12, and the next call reads again', async (found, stdin) => {
    await expect(keep({ stdin })).rejects.toMatchObject({
      exit: 'input',
      message: `Expected an archive on standard input (source.files: -), got ${found}`,
    })
    await keep({ stdin: stdinOf(ARCHIVE) })
    expect(await readFile(join(out, 'source/stdin'))).toEqual(ARCHIVE)
  })

  it('whose copy changed is exit 4', async () => {
    await keep({ stdin: stdinOf(ARCHIVE) })
    await truncate(join(out, 'source/stdin'), 5)
    await expect(keep({ stdin: untouched() })).rejects.toMatchObject({ exit: 'recipe' })
  })

  it('is the first task to copy, the others wait', async () => {
    await expect(keep({ stdin: untouched(), task: { index: 1, count: 2 } })).rejects.toMatchObject({
      exit: 'waiting',
    })
  })

  it('that never ends can be stopped', async () => {
    const stop = new AbortController()
    const kept = keep({ stdin: new Readable({ read() {} }), stop: stop.signal })
    stop.abort()
    await expect(kept).rejects.toMatchObject({ exit: 'interrupted' })
  })
})
