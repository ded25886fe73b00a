import { type PreprocessSpec, preprocessPixels } from '../clip/pixels/preprocess.js'
import { cutFast } from './cut-fast.js'
import type { DecodeAnswer } from './decode-picture.js'
import { decodeStored, type StoredRgb } from './decode-stored.js'
import type { HostilePicture } from './open-picture.js'
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

/** Decodes as `decodeStored`. Never rejects. Call it only in a child process after `restrictSharp`. */
export function readPixels(request: PixelRequest): Promise<DecodeAnswer<PixelOutcome>> {
  return decodeStored(request, async (picture) => ({
    ok: true,
    pixels: await Promise.all(request.specs.map((spec) => cut(picture, spec))),
  }))
}

async function cut({ rgb, width, height }: StoredRgb, spec: PreprocessSpec): Promise<Uint8Array> {
  const fast = spec.quality === 'fast' ? await cutFast(rgb, width, height, spec) : null
  return fast ?? preprocessPixels(rgb, width, height, spec)
}
