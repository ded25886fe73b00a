import { type FileHandle, open, stat } from 'node:fs/promises'
import type { ArchiveBytes } from './archive-bytes.js'
import { NotAnArchiveError } from './archive-record.js'

/** A file on this machine. Throws `NotAnArchiveError` if there is no readable one. */
export async function openFileBytes(path: string): Promise<ArchiveBytes> {
  const handle = await openFile(path)
  try {
    const { size } = await handle.stat()
    return {
      size,
      etag: null,
      read: async (buffer, offset, length, position) =>
        (await handle.read(buffer, offset, length, position)).bytesRead,
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // A pipe without a writer would be waited for, for ever.
    const found = await stat(path)
    if (!found.isFile())
      throw new NotAnArchiveError(path, found.isDirectory() ? 'a directory' : 'no regular file')
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof NotAnArchiveError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new NotAnArchiveError(path, code === 'ENOENT' ? 'no such file' : `unreadable (${code})`)
  }
}
