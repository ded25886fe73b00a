import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Asks the disk that holds a folder; for tests, another answer. */
export type AskDisk = (folder: string) => Promise<{ readonly bavail: number; readonly bsize: number }>

/** Bytes that are free where a folder is, or would be. */
export async function freeSpace(folder: string, ask: AskDisk = statfs): Promise<number> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await ask(at)
      return bavail * bsize
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || at === dirname(at)) throw error
    }
  }
}
