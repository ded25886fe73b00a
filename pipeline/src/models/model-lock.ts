import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { z } from 'zod'
import { FILE_ROLES } from './preset-files.js'

export const LOCK_FILE = 'models.lock.json'

const lockedFile = z.strictObject({
  role: z.enum(FILE_ROLES),
  repo: z.string(),
  /** What the preset asked for. */
  revision: z.string(),
  /** The commit that the hub answered with (X-Repo-Commit); null: it named none. */
  commit: z.string().nullable(),
  /** As asked for, before redirects. */
  url: z.string(),
  etag: z.string().nullable(),
  size: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type LockedFile = z.infer<typeof lockedFile>

const lockedModel = z.strictObject({
  license: z.string(),
  /** Commit by `REPO@REVISION`, from the first answer: all files of a pull are of one commit. */
  commits: z.record(z.string(), z.string()),
  /** By path below the model's folder. */
  files: z.record(z.string(), lockedFile),
})
export type LockedModel = z.infer<typeof lockedModel>

const lockSchema = z.strictObject({ version: z.literal(1), models: z.record(z.string(), lockedModel) })
export type ModelLock = z.infer<typeof lockSchema>

/** models.lock.json of a folder of models; an empty one if there is none. @throws RunError exit 5 if it is damaged. */
export async function readLock(folder: string): Promise<ModelLock> {
  const path = join(folder, LOCK_FILE)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1, models: {} }
    throw new RunError('model', `Expected to read ${path}, got ${String(error)}`, { cause: error })
  }
  try {
    return lockSchema.parse(JSON.parse(text))
  } catch (error) {
    const got = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new RunError('model', `Expected the hashes of pulled models in ${path}, got ${got}`, {
      cause: error,
    })
  }
}

/** Replaces one model of the lock, at once or not at all. */
export async function lockModel(folder: string, name: string, model: LockedModel): Promise<void> {
  const { models } = await readLock(folder)
  await writeWhole(join(folder, LOCK_FILE), { version: 1, models: { ...models, [name]: model } })
}

/** Writes JSON so that a reader sees all of it or what was there before, after a power cut too. */
export async function writeWhole(path: string, value: unknown): Promise<void> {
  const part = `${path}.part`
  const file = await open(part, 'w')
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
}
