import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { hashOf } from './hash-of.js'

const maxManifestBytes = 2 ** 20

/** What the JSON file of a `what` (`model manifest`) says, at most 1 MiB. Rejects with `RunError('model', …)`. */
async function readManifest(path: string, what: string): Promise<unknown> {
  const text = await readText(path, what)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RunError('model', `Expected JSON for the ${what} ${path}, got ${String(error)}`)
  }
}

async function readText(path: string, what: string): Promise<string> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new Error('no regular file')
    if (found.size > maxManifestBytes) throw new Error(`a file of ${found.size} bytes`)
    return await readFile(path, 'utf8')
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new RunError('model', `Expected a ${what} at ${path}, got ${got}`, { cause: error })
  }
}

/** As much of a zod schema as is asked here. */
interface Schema<T> {
  readonly safeParse: (value: unknown) =>
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
        }
      }
}

/** A manifest that fits its schema, and the hash of what was written. */
export interface ReadAs<T> {
  readonly manifest: T
  /** Absolute folder; files of the manifest are relative to it. */
  readonly folder: string
  readonly path: string
  /**
   * `hashOf` the manifest as written: a default that a later version adds does not change it, and through the hashes of
   * its files it stands for every byte that decides a number.
   */
  readonly digest: string
}

/** Rejects with `RunError('model', …)`, one line for each problem, if the file is no such manifest: `VAE` and the like. */
export async function readManifestAs<T>(
  manifestPath: string,
  what: string,
  schema: Schema<T>,
): Promise<ReadAs<T>> {
  const path = resolve(manifestPath)
  const written = await readManifest(path, `${what} manifest`)
  const parsed = schema.safeParse(written)
  if (parsed.success) return { manifest: parsed.data, folder: dirname(path), path, digest: hashOf(written) }
  const label = `${what[0]?.toUpperCase()}${what.slice(1)}`
  const lines = parsed.error.issues.map(
    (issue) => `${label} ${path}, ${issue.path.join('.')}: ${issue.message}`,
  )
  throw new RunError('model', lines.join('\n'))
}
