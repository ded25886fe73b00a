import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { scratchOf } from './scratch.js'
import type { Storage } from './storage.js'

export function openLocalDisk(folder: string): Storage {
  const at = (name: string): string => join(folder, name)
  return {
    place: folder,
    put: async (name, localPath) => {
      await syncFile(localPath)
      await mkdir(dirname(at(name)), { recursive: true })
      await rename(localPath, at(name))
      await syncFolder(dirname(at(name)))
    },
    create: (name, bytes, readers) => createOnly(folder, at(name), bytes, readers),
    get: (name) => orNull(readFile(at(name))),
    size: async (name) => {
      const found = await orNull(stat(at(name)))
      return found?.isFile() ? found.size : null
    },
    readAt: (name, offset, length) => readExactly(at(name), offset, length),
    toLocal: async (name) => at(name),
    list: async (prefix) => {
      const entries = await orNull(readdir(at(prefix), { recursive: true, withFileTypes: true }))
      const files = (entries ?? []).filter((entry) => entry.isFile())
      return files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort()
    },
    remove: (name) => rm(at(name), { force: true }),
  }
}

/** `link` is the local twin of S3's If-None-Match: it fails if the name exists. */
async function createOnly(
  folder: string,
  path: string,
  bytes: Buffer,
  readers: 'owner' | undefined,
): Promise<boolean> {
  const scratch = join(scratchOf(folder), randomUUID())
  await mkdir(dirname(scratch), { recursive: true })
  await mkdir(dirname(path), { recursive: true })
  await writeFile(scratch, bytes, { mode: readers === 'owner' ? 0o600 : 0o666 })
  await syncFile(scratch)
  try {
    await link(scratch, path)
    await syncFolder(dirname(path))
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(scratch)
  }
}

async function readExactly(path: string, offset: number, length: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
    if (bytesRead !== length)
      throw new RangeError(`Expected ${length} bytes at ${offset} of ${path}, got ${bytesRead}`)
    return buffer
  } finally {
    await file.close()
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function orNull<T>(pending: Promise<T>): Promise<T | null> {
  try {
    return await pending
  } catch (error) {
    // Below a file there is nothing either.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR') || hasCode(error, 'EISDIR')) return null
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
