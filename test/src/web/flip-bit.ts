import { readFile, writeFile } from 'node:fs/promises'

/** Turns one bit of a file, at a share of its length from 0 to 1. */
export async function flipBit(path: string, share: number): Promise<void> {
  const bytes = await readFile(path)
  const at = Math.floor(bytes.length * share)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}
