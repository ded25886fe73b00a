import { fileURLToPath } from 'node:url'
import { type ModelManifest, modelSchema, RunError } from '@warc2dataset/schemas'
import { readManifestAs } from '../../manifest/read-manifest.js'

/** A manifest that was read; whether its files are there and work says `checkModel`. */
export interface ClipModel {
  readonly manifest: ModelManifest
  /** Absolute; files of the manifest are relative to it. */
  readonly folder: string
  readonly manifestPath: string
  /** `hashOf` the manifest as written, so that a default that a later version adds does not change it; through its
   * file hashes it stands for every byte that decides a score. */
  readonly digest: string
}

/** Rejects with `RunError('model', …)`, one line for each problem, if there is no manifest or it is not one. */
export async function loadModel(manifestPath: string): Promise<ClipModel> {
  const { path, ...read } = await readManifestAs(manifestPath, 'model', modelSchema)
  return { ...read, manifestPath: path }
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
