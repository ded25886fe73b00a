import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { RunError, type VaeRecord, vaeRecordSchema } from '@warc2dataset/schemas'
import { loadVae } from '@warc2dataset/stages/latents/load-vae'
import { parseStored } from '../commits/parse-stored.js'
import type { Storage } from '../storage/storage.js'

const FOLDER = 'vaes/'

/**
 * Reads the manifest that latents.vae names; its path is relative to the recipe's folder.
 * @throws RunError exit 5 for a manifest that is not there or wrong.
 */
export async function findVae(spec: string | undefined, folder: string): Promise<VaeRecord | null> {
  if (spec === undefined) return null
  const { manifest, manifestPath, digest } = await loadVae(resolve(folder, spec.slice('file:'.length)))
  const { name, id, family, license, multiple_of } = manifest
  return {
    version: 1,
    spec: `file:${manifestPath}`,
    name,
    id,
    family,
    license,
    multiple_of,
    digest,
    manifest: manifestPath,
  }
}

/**
 * Writes down which VAE a name stands for beside this dataset.
 * @throws RunError exit 4 if the name stood for another VAE before.
 */
export async function recordVae(target: Storage, vae: VaeRecord): Promise<void> {
  const other = (await readVaes(target)).find(
    ({ name, digest }) => name === vae.name && digest !== vae.digest,
  )
  if (other !== undefined) {
    throw new RunError(
      'recipe',
      `latents.vae: the run has ${other.id} (manifest sha256 ${other.digest.slice(0, 16)}) as VAE ${other.name}, the recipe says ${vae.id} (${vae.digest.slice(0, 16)}); give the new one another name`,
    )
  }
  const spec = createHash('sha256').update(vae.spec).digest('hex').slice(0, 8)
  await target.create(`${FOLDER}${vae.name}.${spec}.json`, Buffer.from(`${JSON.stringify(vae, null, 2)}\n`))
}

/** The recorded VAE that a recipe names; null if it names none, or nothing was encoded yet. */
export async function vaeNamed(target: Storage, spec: string | undefined): Promise<VaeRecord | null> {
  return (await readVaes(target)).find((vae) => vae.spec === spec) ?? null
}

/** The recorded VAE with this digest of its manifest; null if there is none. */
export async function vaeOfDigest(target: Storage, digest: string): Promise<VaeRecord | null> {
  return (await readVaes(target)).find((vae) => vae.digest === digest) ?? null
}

async function readVaes(target: Storage): Promise<readonly VaeRecord[]> {
  const vaes: VaeRecord[] = []
  for (const name of await target.list(FOLDER)) {
    const bytes = await target.get(name)
    if (bytes !== null) vaes.push(parseStored(vaeRecordSchema, bytes, `${target.place}/${name}`))
  }
  return vaes
}
