import { stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What the runtime needs beyond some copies of the weights, with much to spare. */
const baseBytes = 4 * 2 ** 30
const bytesPerFileByte = 6

/** Most bytes that a child may take to open `files` in `folder` on the CPU and run them once on small input. */
export async function childMemoryBytes(folder: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
  return baseBytes + bytesPerFileByte * sizes.reduce((sum, size) => sum + size, 0)
}
