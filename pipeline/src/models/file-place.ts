import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { filePath } from './preset.js'

/**
 * Where a file of a model goes: below `folder` and nowhere else, links on the way included. Its folder is made.
 * @throws RunError exit 5 if `path` leads out of it, or if something other than a file lies there.
 */
export async function filePlace(folder: string, path: string): Promise<string> {
  if (!filePath.safeParse(path).success)
    throw new RunError('model', `Expected a path inside the model folder for a file, got ${path}`)
  const place = join(folder, path)
  await mkdir(folder, { recursive: true })
  const root = await realpath(folder)
  // Each step is looked at before the next is made: mkdir follows links.
  for (let depth = 1, steps = dirname(path).split('/'); depth <= steps.length; depth++) {
    const step = join(root, ...steps.slice(0, depth))
    if (step === root) break
    await mkdir(step).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if ((await realpath(step)) !== step)
      throw new RunError('model', `Expected a folder at ${step}, got a link`)
  }
  for (const each of [place, `${place}.part`, `${place}.part.json`])
    if ((await kindOf(each)) === 'other')
      throw new RunError('model', `Expected a regular file at ${each}, got another kind`)
  return place
}

/** What lies at a path; a link is never a file. */
export async function kindOf(path: string): Promise<'file' | 'none' | 'other'> {
  try {
    return (await lstat(path)).isFile() ? 'file' : 'other'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none'
    throw error
  }
}

/** sha256 (hex) of a file. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
