import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLocalDisk } from '@warc2dataset/pipeline/storage/local-disk'
import { openMemory } from '@warc2dataset/pipeline/storage/memory'
import { scratchOf } from '@warc2dataset/pipeline/storage/scratch'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { storageContract } from './storage.contract.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

storageContract('local disk', async () => {
  const place = join(folder, 'disk')
  return { storage: openLocalDisk(place), scratch: join(scratchOf(place), 'unit') }
})

storageContract('memory, with the rules of S3', async () => ({
  storage: openMemory(),
  scratch: join(folder, 'memory'),
}))

it('leaves no scratch of its own on local disk, neither after a lost nor after a won create', async () => {
  const place = join(folder, 'clean')
  const storage = openLocalDisk(place)
  await storage.create('a/b.json', Buffer.from('1'))
  await storage.create('a/b.json', Buffer.from('2'))
  expect(await readdir(scratchOf(place))).toEqual([])
})
