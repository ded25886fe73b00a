import sharp from 'sharp'
import type { DecodeAnswer } from './decode-picture.js'
import { decodeCost } from './memory-cost.js'
import { type Header, type HostilePicture, openOptions, readHeader, refuseError } from './open-picture.js'
import type { RefusedPicture } from './picture-outcome.js'

/** A stored picture as a person sees it. */
export interface StoredRgb {
  /** Rows of RGB, `width * height * 3` bytes. */
  readonly rgb: Uint8Array
  /** px. */
  readonly width: number
  readonly height: number
}

/** The decoded picture in one piece, once more as RGB if it was gray, and rows between the passes. */
const heldBytesPerPixel = 8

/**
 * Decodes a stored JPEG and hands it to `use`. Samples as stored: no profile is applied, nothing is turned, gray becomes
 * RGB. `check` refuses by the header, before anything is decoded. Never rejects: what the decoder or `use` throws is an
 * outcome. Call it only in a child process after `restrictSharp`.
 */
export async function decodeStored<T>(
  { bytes, format, limits }: HostilePicture,
  use: (picture: StoredRgb) => Promise<T>,
  check: (header: Header) => RefusedPicture | null = () => null,
): Promise<DecodeAnswer<T | RefusedPicture>> {
  let large = false
  try {
    const header = await readHeader({ bytes, format, limits }, heldBytesPerPixel)
    if ('ok' in header) return { outcome: header, exhausted: false }
    const refused = check(header)
    if (refused !== null) return { outcome: refused, exhausted: false }
    large = decodeCost(header, bytes.length) + heldBytesPerPixel * header.pixels > limits.memoryBytes / 2
    const open = sharp(bytes, { ...openOptions(limits), ignoreIcc: true })
    const { data, info } = await open.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    const { width, height, channels } = info
    return { outcome: await use({ rgb: toRgb(data, channels), width, height }), exhausted: false }
  } catch (error) {
    const outcome = refuseError(error)
    return { outcome, exhausted: large || outcome.code === 'decode_memory' }
  }
}

function toRgb(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data
  if (channels !== 1) throw new Error(`Expected a stored picture of 1 or 3 channels, got ${channels}`)
  const rgb = new Uint8Array(data.length * 3)
  for (let at = 0; at < data.length; at++) rgb.fill(data[at] ?? 0, at * 3, at * 3 + 3)
  return rgb
}
