import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { type ConvertedHead, WEIGHTS_FILE } from './convert-head.js'

/**
 * Writes head.json and its weights into a folder, which is made; returns the path of head.json. What could not be
 * written whole is taken away again.
 * @throws RunError exit 2 if one of them is there already, or the folder cannot be written.
 */
export async function writeHead(folder: string, { manifest, weights }: ConvertedHead): Promise<string> {
  const written: string[] = []
  const write = async (name: string, content: Buffer | string): Promise<string> => {
    const path = join(folder, name)
    // `wx` of a file that is there fails before anything of it is ours to take away.
    await writeFile(path, '', { flag: 'wx' })
    written.push(path)
    await writeFile(path, content)
    return path
  }
  try {
    await mkdir(folder, { recursive: true })
    await write(WEIGHTS_FILE, weights)
    return await write('head.json', `${JSON.stringify(manifest, null, 2)}\n`)
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true })))
    const { code, message } = error as NodeJS.ErrnoException
    const expected = code === 'EEXIST' ? 'a folder without a head' : 'a folder that can be written'
    throw new RunError('usage', `Expected ${expected} for --out, got ${message}`, { cause: error })
  }
}
