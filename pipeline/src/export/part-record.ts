import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256File } from '../unit/run-unit.js'

/** A file or folder of an export as it was written. */
export const partRecordSchema = z.strictObject({
  /** Path in the export. */
  name: z.string(),
  files: z.number().int().nonnegative(),
  /** Sum of their sizes. */
  bytes: z.number().int().nonnegative(),
  /** Of the file; of a folder: of its listing as `sha256sum` prints it, names sorted. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type PartRecord = z.infer<typeof partRecordSchema>

/** Reads what lies at `path`; null if nothing does. A link or a folder in a folder is no part of ours. */
export async function readPart(path: string, name: string): Promise<PartRecord | null> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (found === null) return null
  if (found.isFile()) return { name, files: 1, bytes: found.size, sha256: await sha256File(path) }
  return found.isDirectory() ? readFolder(path, name) : null
}

async function readFolder(path: string, name: string): Promise<PartRecord | null> {
  const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  if (entries.some((entry) => !entry.isFile())) return null
  const listing = createHash('sha256')
  let bytes = 0
  for (const entry of entries) {
    const file = join(path, entry.name)
    bytes += (await lstat(file)).size
    listing.update(`${await sha256File(file)}  ${entry.name}\n`)
  }
  return { name, files: entries.length, bytes, sha256: listing.digest('hex') }
}
