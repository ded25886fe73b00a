import type { DecodeAnswer } from './decode-picture.js'
import { decodeStored } from './decode-stored.js'
import type { PictureSize } from './fit-area.js'
import type { Header, HostilePicture } from './open-picture.js'
import { type RefusedPicture, refuse } from './picture-outcome.js'

/** A stored picture as a whole, and the size that it must have, px. */
export interface RgbRequest extends HostilePicture {
  readonly size: PictureSize
}

export interface ReadRgb {
  readonly ok: true
  /** Rows of RGB, `width * height * 3` bytes. */
  readonly rgb: Uint8Array
}

export type RgbOutcome = ReadRgb | RefusedPicture

/** Decodes as `decodeStored`. Never rejects. Call it only in a child process after `restrictSharp`. */
export function readRgb(request: RgbRequest): Promise<DecodeAnswer<RgbOutcome>> {
  const check = (header: Header): RefusedPicture | null => {
    const problem = problemOf(header, request.size)
    return problem === null ? null : refuse('decode_error', problem)
  }
  return decodeStored(request, async ({ rgb }): Promise<ReadRgb> => ({ ok: true, rgb }), check)
}

function problemOf({ turned, orientation, width, height }: Header, size: PictureSize): string | null {
  if (turned) return `expected an upright stored picture, got orientation ${orientation}`
  if (width === size.width && height === size.height) return null
  return `expected ${size.width}x${size.height} px for the stored picture, got ${width}x${height}`
}
