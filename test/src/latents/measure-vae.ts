import type { Latent } from '@warc2dataset/stages/latents/latent'
import type { OpenVae } from '@warc2dataset/stages/latents/open-vae'
import { psnr } from '@warc2dataset/stages/latents/psnr'
import type { Photograph } from './real-photographs.js'

export interface Measured {
  readonly photograph: Photograph
  readonly latent: Latent
  /** Rows of RGB of decode(encode(photograph)). */
  readonly reconstruction: Uint8Array
  /** Of the two, dB. */
  readonly psnr: number
}

/** Encodes and decodes one photograph alone. @throws Error if what comes out is not finite. */
export async function measureVae(vae: OpenVae, photograph: Photograph): Promise<Measured> {
  const { pixels, width, height } = photograph
  const [latent] = await vae.encode([pixels], width, height)
  const [reconstruction] = latent ? await vae.decode([latent]) : []
  if (!latent || !reconstruction) throw new Error(`Expected a finite latent for ${photograph.name}, got none`)
  return { photograph, latent, reconstruction, psnr: psnr(pixels, reconstruction) }
}

/**
 * Largest difference of a number of a latent between the picture alone and as each place of a batch of four with its
 * mirrored and inverted selves, and the largest number itself. @throws Error if one is not finite.
 */
export async function measureBatch(
  vae: OpenVae,
  { photograph: { pixels, width, height }, latent }: Measured,
): Promise<{ readonly difference: number; readonly largest: number }> {
  const inverted = pixels.map((byte) => 255 - byte)
  const others = [inverted, pixels.slice().reverse(), inverted.slice().reverse()]
  let difference = 0
  for (let at = 0; at < 4; at++) {
    const batch = [...others.slice(0, at), pixels, ...others.slice(at)]
    const again = (await vae.encode(batch, width, height))[at]
    if (!again) throw new Error('Expected a finite latent in a batch, got none')
    difference = again.data.reduce(
      (max, x, i) => Math.max(max, Math.abs(x - (latent.data[i] ?? NaN))),
      difference,
    )
  }
  return { difference, largest: latent.data.reduce((max, x) => Math.max(max, Math.abs(x)), 0) }
}
