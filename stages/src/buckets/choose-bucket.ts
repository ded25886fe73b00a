import type { Bucket, BucketFit } from './bucket.js'
import { cropLtrb } from './crop-ltrb.js'
import { type KohyaBuckets, kohyaBuckets } from './kohya-buckets.js'
import { nearestBucket } from './nearest-bucket.js'
import { sdxlBuckets } from './sdxl-buckets.js'
import { shrinkToSteps } from './shrink-to-steps.js'

/**
 * Which buckets there are. With `no_upscale` they follow the pictures (`shrinkToSteps`): a list, `min` and `max` count
 * for nothing, and sdxl means its area of 1024² px in steps of 64, as in kohya's trainers.
 */
export type BucketSpec =
  | (KohyaBuckets & { readonly kind: 'kohya'; readonly no_upscale?: boolean | undefined })
  | { readonly kind: 'sdxl'; readonly no_upscale?: boolean | undefined }

/** How a picture gets into its bucket; px. */
export interface Placement {
  readonly bucket: Bucket
  /** The whole picture, scaled so that it covers the bucket; no side is longer than before. */
  readonly resized: Bucket
  /** The part of `resized` that is kept, of the bucket's size: the centre, a half pixel to the left and up. */
  readonly crop: Bucket & { readonly left: number; readonly top: number }
  readonly cropLtrb: readonly [left: number, top: number, right: number, bottom: number]
}

/**
 * The bucket of a picture of `width` x `height` px, upright. Null: too small for it, for nothing is ever scaled up (the
 * next smaller bucket has another shape). Throws a `RangeError` for sides that are no positive integers.
 */
export type ChooseBucket = (width: number, height: number) => Placement | null

/** Buckets exactly as kohya's sd-scripts choose them. Throws a `RangeError` as `kohyaBuckets`. */
export function openBuckets(spec: BucketSpec): ChooseBucket {
  const fit = openFit(spec)
  return (width, height) => {
    if (!isSide(width) || !isSide(height)) {
      throw new RangeError(`Expected positive integers for the size of a picture, got ${width} x ${height}`)
    }
    const found = fit(width, height)
    if (found === null || found.resized.width > width || found.resized.height > height) return null
    return place(found, width, height)
  }
}

/** The centre of a fit, as `trim_and_resize_if_required` of sd-scripts cuts it. */
export function place({ bucket, resized }: BucketFit, width: number, height: number): Placement {
  const left = Math.floor((resized.width - bucket.width) / 2)
  const top = Math.floor((resized.height - bucket.height) / 2)
  return { bucket, resized, crop: { left, top, ...bucket }, cropLtrb: cropLtrb(bucket, width, height) }
}

function openFit(spec: BucketSpec): (width: number, height: number) => BucketFit | null {
  const { area, step } = spec.kind === 'sdxl' ? { area: 1024 * 1024, step: 64 } : spec
  const buckets = spec.kind === 'sdxl' ? sdxlBuckets : kohyaBuckets(spec)
  return spec.no_upscale === true
    ? (width, height) => shrinkToSteps(area, step, width, height)
    : (width, height) => nearestBucket(buckets, width, height)
}

function isSide(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}
