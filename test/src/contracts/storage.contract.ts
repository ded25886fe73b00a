import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '@warc2dataset/pipeline/storage/storage'
import { beforeAll, describe, expect, it } from 'vitest'

export interface StorageUnderTest {
  readonly storage: Storage
  /** A folder on this machine from which files can be put, and into which `toLocal` may copy. */
  readonly scratch: string
}

const MEBI = 2 ** 20

/** What every storage must do. Each test works under a prefix of its own in one storage. */
export function storageContract(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`storage contract: ${name}`, () => {
    let storage: Storage
    let scratch = ''
    beforeAll(async () => {
      ;({ storage, scratch } = await open())
      await mkdir(scratch, { recursive: true })
    })
    const localFile = async (bytes: Buffer | string): Promise<string> => {
      const path = join(scratch, randomUUID())
      await writeFile(path, bytes)
      return path
    }
    const put = async (target: string, bytes: Buffer | string): Promise<void> =>
      storage.put(target, await localFile(bytes))
    const textOf = async (target: string): Promise<string | undefined> =>
      (await storage.get(target))?.toString('utf8')

    it('gives back what was put, and the newer object after a second put', async () => {
      await put('put/a.txt', 'first')
      expect(await textOf('put/a.txt')).toBe('first')
      await put('put/a.txt', 'the second, longer')
      expect(await textOf('put/a.txt')).toBe('the second, longer')
      await put('put/a.txt', '3')
      expect(await textOf('put/a.txt')).toBe('3')
      expect(await storage.size('put/a.txt')).toBe(1)
      expect(await storage.list('put/')).toEqual(['put/a.txt'])
    })

    it('holds empty objects, and bytes as they are', async () => {
      const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
      await put('bytes/empty', '')
      await put('bytes/every', every)
      expect(await storage.size('bytes/empty')).toBe(0)
      expect((await storage.get('bytes/empty'))?.length).toBe(0)
      expect(await storage.get('bytes/every')).toEqual(every)
    })

    it('keeps names with nested folders, dots, = and spaces apart', async () => {
      const names = ['deep/a/b/c/d.json', 'deep/a/b.c/d.json', 'deep/phase=a b/d.json', 'deep/a.0.json']
      for (const target of names) await put(target, target)
      for (const target of names) expect(await textOf(target)).toBe(target)
    })

    it('says null for what is not there', async () => {
      expect(await storage.get('nothing/here')).toBeNull()
      expect(await storage.size('nothing/here')).toBeNull()
      expect(await storage.list('nothing/')).toEqual([])
    })

    it('creates once: the second create is refused and changes nothing', async () => {
      expect(await storage.create('create/a.json', Buffer.from('mine'))).toBe(true)
      expect(await storage.create('create/a.json', Buffer.from('theirs'))).toBe(false)
      expect(await textOf('create/a.json')).toBe('mine')
      await put('create/b.json', 'put')
      expect(await storage.create('create/b.json', Buffer.from('theirs'))).toBe(false)
      expect(await textOf('create/b.json')).toBe('put')
    })

    it('lets exactly one of 40 concurrent creates win, and its bytes stand', async () => {
      const writers = Array.from({ length: 40 }, (_, writer) => Buffer.from(`writer ${writer}`))
      const won = await Promise.all(writers.map((bytes) => storage.create('race/deep/a.json', bytes)))
      expect(won.filter((isWinner) => isWinner)).toEqual([true])
      expect(await storage.get('race/deep/a.json')).toEqual(writers[won.indexOf(true)])
      expect(await storage.list('race/')).toEqual(['race/deep/a.json'])
    })

    it('creates again after a remove', async () => {
      await storage.create('again/a', Buffer.from('1'))
      await storage.remove('again/a')
      expect(await storage.create('again/a', Buffer.from('2'))).toBe(true)
      expect(await textOf('again/a')).toBe('2')
    })

    it('reads exactly the bytes that were asked for', async () => {
      await put('read/a', '0123456789')
      expect(String(await storage.readAt('read/a', 0, 10))).toBe('0123456789')
      expect(String(await storage.readAt('read/a', 3, 4))).toBe('3456')
      expect(String(await storage.readAt('read/a', 9, 1))).toBe('9')
      expect((await storage.readAt('read/a', 10, 0)).length).toBe(0)
    })

    it('rejects a read that would be short', async () => {
      await put('short/a', '0123456789')
      await expect(storage.readAt('short/a', 8, 3)).rejects.toThrow('Expected 3 bytes at 8')
      await expect(storage.readAt('short/a', 10, 1)).rejects.toThrow(RangeError)
      await expect(storage.readAt('short/none', 0, 1)).rejects.toThrow()
    })

    it('makes objects local with all their bytes', async () => {
      await put('local/x/a.parquet', 'whole object')
      const path = await storage.toLocal('local/x/a.parquet', scratch)
      expect(await readFile(path, 'utf8')).toBe('whole object')
      await put('local/y/a.parquet', 'another of that name')
      const other = await storage.toLocal('local/y/a.parquet', scratch)
      expect(await readFile(path, 'utf8')).toBe('whole object')
      expect(await readFile(other, 'utf8')).toBe('another of that name')
    })

    it('lists names sorted, nested ones too, and of this prefix only', async () => {
      const inside = ['list/b/2', 'list/b/10', 'list/b/c/1', 'list/b/c.d', 'list/b/c-d/1', 'list/b/a']
      for (const target of [...inside, 'list/bc/1', 'list/b.', 'list/a']) await put(target, target)
      expect(await storage.list('list/b/')).toEqual([...inside].sort())
      expect(await storage.list('list/b/c/')).toEqual(['list/b/c/1'])
    })

    it('removes, and does not mind if there is nothing to remove', async () => {
      await put('remove/a/b', 'x')
      await put('remove/a/c', 'y')
      await storage.remove('remove/a/b')
      await storage.remove('remove/a/b')
      await storage.remove('remove/never/was')
      expect(await storage.get('remove/a/b')).toBeNull()
      expect(await storage.list('remove/')).toEqual(['remove/a/c'])
    })

    it('is not changed by what a reader does to its bytes', async () => {
      await put('mine/a', 'untouched')
      ;(await storage.get('mine/a'))?.fill(0)
      ;(await storage.readAt('mine/a', 0, 9)).fill(0)
      const own = Buffer.from('untouched')
      await storage.create('mine/b', own)
      own.fill(0)
      expect([await textOf('mine/a'), await textOf('mine/b')]).toEqual(['untouched', 'untouched'])
    })

    it('shows a reader the old object or the new one, whole, while a put replaces it', async () => {
      const versions = [Buffer.alloc(5 * MEBI, 'a'), Buffer.alloc(5 * MEBI + 1, 'b')]
      await put('whole/a', versions[0] ?? '')
      const seen = new Set<number>()
      let isWriting = true
      const reader = async (): Promise<void> => {
        while (isWriting) {
          const bytes = await storage.get('whole/a')
          seen.add(versions.findIndex((version) => bytes !== null && version.equals(bytes)))
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      const readers = [reader(), reader()]
      for (let round = 1; round <= 12; round += 1) await put('whole/a', versions[round % 2] ?? '')
      isWriting = false
      await Promise.all(readers)
      expect([...seen].sort()).toEqual([0, 1])
    })

    it('shows a reader nothing or the whole object while it is created', async () => {
      const bytes = Buffer.alloc(MEBI, 'c')
      const sizes = new Set<number | null>()
      for (let round = 0; round < 8; round += 1) {
        let isWriting = true
        const creating = storage.create(`whole/created-${round}`, bytes).then(() => {
          isWriting = false
        })
        do {
          sizes.add(await storage.size(`whole/created-${round}`))
          sizes.add((await storage.get(`whole/created-${round}`))?.length ?? null)
        } while (isWriting)
        await creating
      }
      expect([...sizes].filter((size) => size !== null && size !== MEBI)).toEqual([])
    })
  })
}
