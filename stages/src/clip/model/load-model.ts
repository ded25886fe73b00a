import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ModelManifest, modelSchema, RunError } from '@warc2dataset/schemas'

/** A manifest that was read; whether its files are there and work says `checkModel`. */
export interface ClipModel {
  readonly manifest: ModelManifest
  /** Absolute; files of the manifest are relative to it. */
  readonly folder: string
  readonly manifestPath: string
  /**
   * sha256 (hex) of the manifest as written, as JSON with sorted keys and without spaces: a default that a later
   * version adds does not change it, and through its file hashes it stands for every byte that decides a score.
   */
  readonly digest: string
}

const maxManifestBytes = 2 ** 20

/** Rejects with `RunError('model', …)`, one line for each problem, if there is no manifest or it is not one. */
export async function loadModel(manifestPath: string): Promise<ClipModel> {
  const path = resolve(manifestPath)
  const written = parseJson(await readManifest(path), path)
  const parsed = modelSchema.safeParse(written)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `Model ${path}, ${issue.path.join('.')}: ${issue.message}`,
    )
    throw new RunError('model', lines.join('\n'))
  }
  const manifest = parsed.data
  const digest = createHash('sha256').update(canonicalJson(written)).digest('hex')
  return { manifest, folder: dirname(path), manifestPath: path, digest }
}

/** Manifest of the toy model that comes with the package: beside `src` and `dist`. */
export function bundledModel(): string {
  return fileURLToPath(new URL('../../../models/toy/manifest.json', import.meta.url))
}

/** One error for all `problems` of a model, a line each; a problem begins with the field of the manifest. */
export function modelError({ manifest, manifestPath }: ClipModel, problems: readonly string[]): RunError {
  const lines = problems.map((problem) => `Model ${manifest.id} (${manifestPath}), ${problem}`)
  return new RunError('model', lines.join('\n'))
}

async function readManifest(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > maxManifestBytes) throw new Error(`a file of ${size} bytes`)
    return await readFile(path, 'utf8')
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error)
    throw new RunError('model', `Expected a model manifest at ${path}, got ${got}`, { cause: error })
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RunError('model', `Expected JSON for the model manifest ${path}, got ${String(error)}`)
  }
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
