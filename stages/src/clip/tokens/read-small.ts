import { open } from 'node:fs/promises'

/** A whole file. Rejects for one of more than `mostBytes`, before it is read. */
export async function readSmall(path: string, mostBytes: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size > mostBytes) throw new Error(`a file of ${size} bytes, more than ${mostBytes}`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}
