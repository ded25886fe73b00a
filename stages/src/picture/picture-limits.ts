import { type BucketSpec, openBuckets } from '../buckets/choose-bucket.js'
import { maxJpegSide, type ResizeMode, resizeModes } from '../resize/resize-options.js'

/** How a picture gets its size: `ResizeOptions` says what they mean. */
export interface ResizeLimits {
  readonly mode: ResizeMode
  /** px, 1–65,500. Undefined for `no` and for `keep_ratio` that `maxArea` alone bounds; the other modes need it. */
  readonly imageSize: number | undefined
  readonly upscale: boolean
}

/** What one picture may cost and what is kept of it. */
export interface PictureLimits {
  readonly resize: ResizeLimits
  /**
   * Largest stored area in pixels (width × height after orientation); larger pictures are scaled down. Not in mode `no`,
   * and nothing to what is cut or padded to `imageSize`.
   */
  readonly maxArea: number
  /** Pictures are cut to these buckets instead, if there are any; what is too small for its bucket keeps its shape. */
  readonly buckets?: BucketSpec | undefined
  /** Largest area in pixels that a header may declare; above it the outcome is `too_many_pixels`. */
  readonly maxInputPixels: number
  /** JPEG quality of re-encoded pictures, 1–100. */
  readonly quality: number
  /** Wall-clock milliseconds for one attempt on one picture, after which the child is killed. */
  readonly timeoutMs: number
  /** RLIMIT_DATA of one child in bytes, at least `minMemoryBytes`. All children together may use `children` times this. */
  readonly memoryBytes: number
  /** Pictures after which a child is replaced, so that leaks and fragmentation end with it. */
  readonly recycleAfter: number
}

/**
 * Data segment in bytes that node and sharp need before any picture. Measured (Linux x64, Node 20.20.2, sharp
 * 0.35.5): 85 MiB idle; a small picture decodes from `ulimit -d` of 110 MiB. The rest is headroom for the heap,
 * for what earlier pictures leave behind and for other builds.
 */
export const childBaseBytes = 192 * 2 ** 20

/** Lowest `memoryBytes` accepted: below it a child cannot decode a thumbnail. */
export const minMemoryBytes = 256 * 2 ** 20

export const defaultPictureLimits: PictureLimits = {
  resize: { mode: 'keep_ratio', imageSize: undefined, upscale: false },
  maxArea: 1024 * 1024,
  maxInputPixels: 40_000_000,
  quality: 95,
  timeoutMs: 10_000,
  memoryBytes: 2 ** 30,
  recycleAfter: 500,
}

const ranges: Readonly<
  Record<Exclude<keyof PictureLimits, 'buckets' | 'resize'>, readonly [number, number]>
> = {
  maxArea: [1, 65_500 ** 2],
  maxInputPixels: [1, 268_402_689],
  quality: [1, 100],
  timeoutMs: [1, 2 ** 31 - 1],
  memoryBytes: [minMemoryBytes, 2 ** 46],
  recycleAfter: [1, 2 ** 31],
}

/** Throws a `RangeError` for the first limit that is not an integer within its range, or for a resize or buckets that are none. */
export function checkPictureLimits(limits: PictureLimits): void {
  for (const name of Object.keys(ranges) as (keyof typeof ranges)[]) {
    const [low, high] = ranges[name]
    const value = limits[name]
    if (Number.isInteger(value) && value >= low && value <= high) continue
    throw new RangeError(`Expected an integer from ${low} to ${high} for ${name}, got ${value}`)
  }
  checkResize(limits.resize)
  if (limits.buckets !== undefined) openBuckets(limits.buckets)
}

function checkResize({ mode, imageSize }: ResizeLimits): void {
  if (!resizeModes.includes(mode)) {
    throw new RangeError(`Expected one of ${resizeModes.join(', ')} for resize.mode, got ${mode}`)
  }
  if (imageSize === undefined && (mode === 'no' || mode === 'keep_ratio')) return
  if (Number.isInteger(imageSize) && Number(imageSize) >= 1 && Number(imageSize) <= maxJpegSide) return
  throw new RangeError(
    `Expected an integer from 1 to ${maxJpegSide} for resize.imageSize of ${mode}, got ${imageSize}`,
  )
}
