import sharp from 'sharp'
import { type PreprocessSpec, preprocessPixels } from '../clip/pixels/preprocess.js'
import { cutFast } from './cut-fast.js'
import type { DecodeAnswer } from './decode-picture.js'
import { decodeCost } from './memory-cost.js'
import { type HostilePicture, openOptions, readHeader, refuseError } from './open-picture.js'
import type { RefusedPicture } from './picture-outcome.js'

/** A stored picture for models: one decode serves all `specs`. */
export interface PixelRequest extends HostilePicture {
  readonly specs: readonly PreprocessSpec[]
}

export interface ReadPixels {
  readonly ok: true
  /** One for each spec: rows of RGB, `size * size * 3` bytes. */
  readonly pixels: readonly Uint8Array[]
}

export type PixelOutcome = ReadPixels | RefusedPicture

/** The decoded picture in one piece, once more as RGB if it was gray, and rows between the passes. */
const heldBytesPerPixel = 8

/**
 * Samples as stored: no profile is applied, nothing is turned, gray becomes RGB. Never rejects. Call it only in a
 * child process after `restrictSharp`.
 */
export async function readPixels(request: PixelRequest): Promise<DecodeAnswer<PixelOutcome>> {
  const { bytes, limits } = request
  let large = false
  try {
    const header = await readHeader(request, heldBytesPerPixel)
    if ('ok' in header) return { outcome: header, exhausted: false }
    large = decodeCost(header, bytes.length) + heldBytesPerPixel * header.pixels > limits.memoryBytes / 2
    const open = sharp(bytes, { ...openOptions(limits), ignoreIcc: true })
    const { data, info } = await open.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    const rgb = toRgb(data, info.channels)
    const pixels = await Promise.all(request.specs.map((spec) => cut(rgb, info, spec)))
    return { outcome: { ok: true, pixels }, exhausted: false }
  } catch (error) {
    const outcome = refuseError(error)
    return { outcome, exhausted: large || outcome.code === 'decode_memory' }
  }
}

async function cut(
  rgb: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  spec: PreprocessSpec,
): Promise<Uint8Array> {
  const fast = spec.quality === 'fast' ? await cutFast(rgb, width, height, spec) : null
  return fast ?? preprocessPixels(rgb, width, height, spec)
}

function toRgb(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data
  if (channels !== 1) throw new Error(`Expected a stored picture of 1 or 3 channels, got ${channels}`)
  const rgb = new Uint8Array(data.length * 3)
  for (let at = 0; at < data.length; at++) rgb.fill(data[at] ?? 0, at * 3, at * 3 + 3)
  return rgb
}
