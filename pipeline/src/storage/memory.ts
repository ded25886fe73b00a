import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from './storage.js'

/** Storage in memory with S3's rules: whole objects only, nothing local, nothing renamed. For tests. */
export function openMemory(objects: Map<string, Buffer> = new Map()): Storage {
  const mustGet = (name: string): Buffer => {
    const bytes = objects.get(name)
    if (bytes === undefined) throw new Error(`Expected an object named ${name}, got none`)
    return bytes
  }
  return {
    place: 'memory:',
    put: async (name, localPath) => {
      objects.set(name, await readFile(localPath))
    },
    create: async (name, bytes) => {
      if (objects.has(name)) return false
      objects.set(name, Buffer.from(bytes))
      return true
    },
    get: async (name) => {
      const bytes = objects.get(name)
      return bytes === undefined ? null : Buffer.from(bytes)
    },
    size: async (name) => objects.get(name)?.length ?? null,
    readAt: async (name, offset, length) => {
      const bytes = mustGet(name).subarray(offset, offset + length)
      if (bytes.length !== length)
        throw new RangeError(`Expected ${length} bytes at ${offset} of ${name}, got ${bytes.length}`)
      return Buffer.from(bytes)
    },
    toLocal: async (name, scratch) => {
      const path = join(scratch, `${randomUUID()}-${name.replaceAll('/', '_')}`)
      await writeFile(path, mustGet(name))
      return path
    },
    list: async (prefix) => [...objects.keys()].filter((name) => name.startsWith(prefix)).sort(),
    remove: async (name) => {
      objects.delete(name)
    },
  }
}
