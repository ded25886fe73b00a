import { readFile, stat } from 'node:fs/promises'
import { RunError } from '@warc2dataset/schemas'

const maxManifestBytes = 2 ** 20

/** What the JSON file of a `what` (`model manifest`) says, at most 1 MiB. Rejects with `RunError('model', …)`. */
export async function readManifest(path: string, what: string): Promise<unknown> {
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
