import { RunError, type VaeManifest } from '@warc2dataset/schemas'
import { encodeArrayHeader, type NpyType } from '../npy/npy-header.js'
import type { Latent } from './latent.js'
import { storedZip } from './stored-zip.js'

/** Where the picture of a latent comes from. */
export interface LatentOrigin {
  /** Of the picture as it was found, px. */
  readonly originalWidth: number
  readonly originalHeight: number
  /** left, top, right, bottom as kohya's trainers count them: `cropLtrb` of ../buckets. */
  readonly cropLtrb: readonly [number, number, number, number]
}

/** What decides a cache file, of the manifest of a VAE. */
export type NpzVae = Pick<VaeManifest, 'id' | 'family' | 'scaled' | 'scaling_factor' | 'shift_factor'>

/** How each family's cache ends (kohya-ss/sd-scripts, library/strategy_sd.py). */
const suffixes: Readonly<Partial<Record<VaeManifest['family'], string>>> = { sd: '_sd', sdxl: '_sdxl' }

/**
 * kohya's name for the cache of a picture `NAME.jpg`, which finds it by the picture's own size: `NAME_0640x0480_sd.npz`.
 * Throws `RunError('model', …)` for another family.
 */
export function npzName(vae: NpzVae, name: string, width: number, height: number): string {
  const padded = [width, height].map((side) => String(side).padStart(4, '0'))
  return `${name}_${padded.join('x')}${suffixOf(vae)}.npz`
}

/**
 * The cache of one picture for kohya's trainers of SD and SDXL (kohya-ss/sd-scripts, library/strategy_base.py,
 * `save_latents_to_disk`), without flips and masks: `latents` float32 [channels, height, width], `original_size` int64
 * [width, height], `crop_ltrb` float64. They scale by themselves, so a latent that is scaled is brought back. They
 * store a sample, this is the mean. Throws `RunError('model', …)` for another family.
 */
export function latentNpz(latent: Latent, origin: LatentOrigin, vae: NpzVae): Buffer {
  suffixOf(vae)
  const { scaling_factor: scale, shift_factor: shift } = vae
  const raw = vae.scaled ? latent.data.map((value) => value / scale + shift) : latent.data
  const { originalWidth, originalHeight, cropLtrb } = origin
  const { channels, height, width } = latent
  const floats = Buffer.alloc(raw.length * 4)
  for (let at = 0; at < raw.length; at++) floats.writeFloatLE(raw[at] as number, at * 4)
  const size = Buffer.alloc(16)
  size.writeBigInt64LE(BigInt(originalWidth), 0)
  size.writeBigInt64LE(BigInt(originalHeight), 8)
  const crop = Buffer.alloc(32)
  cropLtrb.forEach((value, i) => void crop.writeDoubleLE(value, i * 8))
  return storedZip([
    ['latents.npy', array('<f4', [channels, height, width], floats)],
    ['original_size.npy', array('<i8', [2], size)],
    ['crop_ltrb.npy', array('<f8', [4], crop)],
  ])
}

function array(type: NpyType | '<i8' | '<f8', shape: readonly number[], data: Buffer): Buffer {
  return Buffer.concat([encodeArrayHeader(type, shape), data])
}

function suffixOf({ id, family }: NpzVae): string {
  const suffix = suffixes[family]
  if (suffix !== undefined) return suffix
  const known = Object.keys(suffixes).join(' or ')
  throw new RunError('model', `Expected a VAE of the family ${known} for .npz files, got ${family} (${id})`)
}
