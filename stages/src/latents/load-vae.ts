import { RunError, type VaeManifest, vaeSchema } from '@warc2dataset/schemas'
import { readManifestAs } from '../manifest/read-manifest.js'

/** A VAE manifest that was read; whether its files are there and work says `checkVae`. */
export interface Vae {
  readonly manifest: VaeManifest
  /** Absolute; files of the manifest are relative to it. */
  readonly folder: string
  readonly manifestPath: string
  /** `hashOf` the manifest as written; through its file hashes it stands for every byte that decides a latent. */
  readonly digest: string
}

/** Rejects with `RunError('model', …)`, one line for each problem, if there is no manifest or it is not one. */
export async function loadVae(manifestPath: string): Promise<Vae> {
  const { path, ...read } = await readManifestAs(manifestPath, 'VAE', vaeSchema)
  return { ...read, manifestPath: path }
}

/** One error for all `problems` of a VAE, a line each; a problem begins with the field of the manifest. */
export function vaeError({ manifest, manifestPath }: Vae, problems: readonly string[]): RunError {
  const lines = problems.map((problem) => `VAE ${manifest.id} (${manifestPath}), ${problem}`)
  return new RunError('model', lines.join('\n'))
}
