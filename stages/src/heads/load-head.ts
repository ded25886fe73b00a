import { type HeadManifest, headSchema, RunError } from '@warc2dataset/schemas'
import { readManifestAs } from '../manifest/read-manifest.js'

/** A head manifest that was read; whether its weights are there and fit says `openHead`. */
export interface Head {
  readonly manifest: HeadManifest
  /** Absolute; the weights are relative to it. */
  readonly folder: string
  /** Absolute path of head.json. */
  readonly path: string
  /** `hashOf` the manifest as written: a default that a later version adds does not change it, and
   * through the hash of the weights it stands for every byte that decides a number. */
  readonly digest: string
}

/** Rejects with `RunError('model', …)`, one line for each problem, if there is no head.json or it is not one. */
export async function loadHead(headPath: string): Promise<Head> {
  return readManifestAs(headPath, 'head', headSchema)
}

/** One error for all `problems` of a head, a line each; a problem begins with the field of the manifest. */
export function headError({ manifest, path }: Head, problems: readonly string[]): RunError {
  return new RunError(
    'model',
    problems.map((problem) => `Head ${manifest.id} (${path}), ${problem}`).join('\n'),
  )
}
