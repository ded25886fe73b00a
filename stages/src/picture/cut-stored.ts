import sharp from 'sharp'
import type { DecodeAnswer } from './decode-picture.js'
import { decodeCost } from './memory-cost.js'
import { type Header, type HostilePicture, openOptions, readHeader, refuseError } from './open-picture.js'
import type { PictureCut } from './picture-cut.js'
import { type RefusedPicture, refuse } from './picture-outcome.js'

/** A stored JPEG, and what is wanted of it; `limits.quality` is that of the result. */
export interface CutRequest extends HostilePicture {
  readonly cut: PictureCut
}

export interface CutPicture {
  readonly ok: true
  /** 8-bit sRGB JPEG of three components, 4:4:4, of the size of the crop; the same input gives the same bytes. */
  readonly jpeg: Buffer
}

export type CutOutcome = CutPicture | RefusedPicture

/** Rows between the passes of the resize, and the coefficients of the result while its code tables are made. */
const heldBytesPerPixel = 8

/**
 * Scaled as a whole (Lanczos, three lobes, antialiased), then cut, then encoded once. Samples as stored: no profile is
 * applied, gray becomes RGB. What is not upright or would have to grow is refused. Never rejects. Call it only in a child
 * process after `restrictSharp`.
 */
export async function cutStored(request: CutRequest): Promise<DecodeAnswer<CutOutcome>> {
  const { bytes, limits } = request
  let large = false
  try {
    const header = await readHeader(request, heldBytesPerPixel)
    if ('ok' in header) return { outcome: header, exhausted: false }
    const problem = problemOf(header, request.cut)
    if (problem !== undefined) return { outcome: refuse('decode_error', problem), exhausted: false }
    large = decodeCost(header, bytes.length) + heldBytesPerPixel * header.pixels > limits.memoryBytes / 2
    return { outcome: { ok: true, jpeg: await cut(request) }, exhausted: false }
  } catch (error) {
    const outcome = refuseError(error)
    return { outcome, exhausted: large || outcome.code === 'decode_memory' }
  }
}

function cut({ bytes, limits, cut: { resized, crop } }: CutRequest): Promise<Buffer> {
  return sharp(bytes, { ...openOptions(limits), ignoreIcc: true })
    .resize({ ...resized, fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false })
    .extract(crop)
    .toColourspace('srgb')
    .jpeg({ quality: limits.quality, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

function problemOf(header: Header, { resized }: PictureCut): string | undefined {
  const { channels, turned, width, height } = header
  if (channels !== 1 && channels !== 3) return `expected a stored picture of 1 or 3 channels, got ${channels}`
  if (turned) return `expected an upright stored picture, got orientation ${header.orientation}`
  if (resized.width <= width && resized.height <= height) return undefined
  return `expected at least ${resized.width}x${resized.height} px for the stored picture, got ${width}x${height}`
}
