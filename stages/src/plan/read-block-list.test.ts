import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BlockEntry } from './block-line.js'
import { checkBlockLists, readBlockLists } from './read-block-list.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warc2dataset-plan-lists-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function domainsOf(paths: readonly string[]): Promise<readonly string[]> {
  const entries: BlockEntry[] = []
  await readBlockLists(await checkBlockLists(paths), (entry) => entries.push(entry))
  return entries.map((entry) => (entry.kind === 'domain' ? entry.domain : entry.hex))
}

/** The refusal of these lists, without their folder. */
async function refusal(paths: readonly string[]): Promise<readonly [number, readonly string[]]> {
  const error = await checkBlockLists(paths).then(
    () => null,
    (reason: { exitCode: number; message: string }) => reason,
  )
  return [error?.exitCode ?? 0, (error?.message ?? '').replaceAll(`${folder}/`, '').split('\n')]
}

describe('block lists', () => {
  it('are read as text and gzip, with a byte order mark, CRLF and no last line end', async () => {
    const text = await write('a.txt', '\ufeffa.example\r\n\r\n# no\r\nb.example')
    const zipped = Buffer.concat([gzipSync('c.example\n'), gzipSync('d.example')])
    expect(await domainsOf([text, await write('b.gz', zipped)])).toEqual([
      'a.example',
      'b.example',
      'c.example',
      'd.example',
    ])
  })

  it('are known by the sha256 of the file as it lies there', async () => {
    const path = await write('c.gz', gzipSync('a.example\n'))
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
    expect(await checkBlockLists([path])).toEqual([{ path, sha256 }])
  })

  it('may be empty', async () => {
    expect(await domainsOf([await write('empty.txt', '')])).toEqual([])
  })

  it('name every wrong line of all files, up to twenty, and count the rest', async () => {
    const first = await write('first.txt', 'a.example\nno domain\n\nb.example\nftp://x/\n')
    const second = await write('second.txt', `${'wrong\n'.repeat(30)}`)
    const [code, lines] = await refusal([first, second])
    expect(code).toBe(4)
    expect(lines).toEqual([
      'Expected a domain, an http(s) URL, or the sha256 (64 hex digits) or md5 (32) of a URL on each line of plan.block_lists:',
      '  first.txt:2: got "no domain"',
      '  first.txt:5: got "ftp://x/"',
      ...Array.from({ length: 18 }, (_, i) => `  second.txt:${i + 1}: got "wrong"`),
      '  and 12 more',
    ])
  })

  it('tell a line without end once, and go on after it', async () => {
    const path = await write('long.txt', `${'a'.repeat(2 ** 20)}\nstill wrong\n`)
    const [, lines] = await refusal([path])
    expect(lines.slice(1)).toEqual([
      '  long.txt:1: got more than 8192 bytes',
      '  long.txt:2: got "still wrong"',
    ])
  })

  it('that cannot be read are named, all of them, and are exit 12', async () => {
    const damaged = await write('damaged.gz', gzipSync('a.example\n'.repeat(100)).subarray(0, 20))
    const [code, lines] = await refusal([
      join(folder, 'gone.txt'),
      await write('ok.txt', ''),
      damaged,
      folder,
    ])
    expect(code).toBe(12)
    expect(lines).toEqual([
      'Expected a readable block list for gone.txt, got ENOENT',
      expect.stringMatching(/^Expected a readable block list for damaged\.gz, got a damaged gzip/),
      expect.stringMatching(/got EISDIR$/),
    ])
  })

  it('that changed since they were checked are refused', async () => {
    const path = await write('changing.txt', 'a.example\n')
    const checked = await checkBlockLists([path])
    await writeFile(path, 'b.example\n')
    await expect(readBlockLists(checked, () => {})).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('got a changed file'),
    })
  })
})
