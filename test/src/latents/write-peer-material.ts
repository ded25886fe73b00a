import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VaeManifest } from '@warc2dataset/schemas'
import { latentNpy } from '@warc2dataset/stages/latents/latent-npy'
import { latentNpz, npzName } from '@warc2dataset/stages/latents/latent-npz'
import type { Measured } from './measure-vae.js'

/** Numbers of a latent that the JSON tells: the first ones, the last, and the extremes. */
const told = 16

/**
 * For test/python/latents_peer.py: of each photograph its pixels, `.latent.npy`, and the `.npz` of a VAE like this one
 * but of the family sd (not scaled); latents.json says what is in them. No folder may hold pixels of others for good.
 */
export async function writePeerMaterial(
  folder: string,
  vae: VaeManifest,
  measured: readonly Measured[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const sd: VaeManifest = { ...vae, id: 'synthetic-sd', family: 'sd', scaled: false }
  const entries = []
  for (const [i, { photograph, latent }] of measured.entries()) {
    const key = String(i).padStart(9, '0')
    const { width, height, pixels } = photograph
    const npz = npzName(sd, key, width, height)
    const cropLtrb = [0, 0, width, height - 0.5] as const
    await writeFile(join(folder, `${key}.rgb`), pixels)
    await writeFile(join(folder, `${key}.latent.npy`), latentNpy(latent))
    const origin = { originalWidth: width, originalHeight: height, cropLtrb }
    await writeFile(join(folder, npz), latentNpz(latent, origin, sd))
    const { channels } = latent
    entries.push({
      rgb: `${key}.rgb`,
      npy: `${key}.latent.npy`,
      npz,
      width,
      height,
      shape: [channels, latent.height, latent.width],
      crop_ltrb: cropLtrb,
      first: [...latent.data.slice(0, told)],
      last: [...latent.data.slice(-told)],
      largest: latent.data.reduce((max, x) => Math.max(max, Math.abs(x)), 0),
    })
  }
  const encoder = { file: vae.encoder.file, input: vae.encoder.input, output: vae.encoder.output }
  const json = { factor: vae.factor, encoder, latents: entries }
  await writeFile(join(folder, 'latents.json'), JSON.stringify(json))
}
