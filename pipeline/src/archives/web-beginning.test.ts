import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openArchive } from '@warc2dataset/stages/warc/open-archive'
import { type ArchiveServer, openArchiveServer } from '@warc2dataset/stages/web/archive/test-archive-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyWebBeginning, webArchiveSize } from './web-beginning.js'

const BYTES = Buffer.from(Uint32Array.from({ length: 700_000 }, (_, i) => i * 2_654_435_761).buffer)

let server: ArchiveServer
let folder: string
beforeEach(async () => {
  server = await openArchiveServer(BYTES)
  folder = await mkdtemp(join(tmpdir(), 'beginning-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

describe('the beginning of an archive on the web', () => {
  it.each([
    [1, 1],
    [1_500_000, 1_500_000],
    [BYTES.length + 5, BYTES.length],
  ])('%d bytes at most are copied', async (most, length) => {
    const copy = join(folder, 'copy')
    await copyWebBeginning(`${server.origin}/a`, copy, most, openArchive)
    expect((await readFile(copy)).equals(BYTES.subarray(0, length))).toBe(true)
  })

  it('its size is what the server says, or nobody knows', async () => {
    expect(await webArchiveSize(`${server.origin}/a`, openArchive)).toBe(BYTES.length)
    server.mood.length = 'none'
    await expect(webArchiveSize(`${server.origin}/a?token=secret`, openArchive)).rejects.toMatchObject({
      exit: 'input',
      message: `Expected a Content-Length for ${server.origin}/a, got none`,
    })
  })
})
