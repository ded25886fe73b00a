import { brightnessOf } from './brightness.js'
import { differenceHash } from './dhash.js'
import { lumaOf, type RawPixels } from './luma.js'
import { perceptualHash } from './perceptual-hash.js'

/** What the pixels of one picture say. */
export interface PixelMeasures {
  /** `imagehash.phash`, 16 hex digits. */
  readonly phash: string
  /** `imagehash.dhash`, 16 hex digits. */
  readonly dhash: string
  /** Mean luma, 0 to 255. */
  readonly brightness: number
  /** Standard deviation of the luma, 0 to 127.5. */
  readonly contrast: number
}

/** A JPEG to store, and what its pixels say. */
export interface Measured {
  readonly jpeg: Buffer
  /** px. */
  readonly width: number
  readonly height: number
  /** Some pixel was not opaque, at the stored size. */
  readonly hadAlpha: boolean
  readonly measures: PixelMeasures
}

/** Throws a `RangeError` as `lumaOf`. */
export function measurePixels(pixels: RawPixels): PixelMeasures {
  const { width, height } = pixels
  const data = lumaOf(pixels)
  const { mean, contrast } = brightnessOf(data)
  return {
    phash: perceptualHash({ data, width, height, channels: 1 }),
    dhash: differenceHash({ data, width, height }),
    brightness: mean,
    contrast,
  }
}
