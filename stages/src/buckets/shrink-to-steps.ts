import type { BucketFit } from './bucket.js'

/**
 * A bucket cut to the picture's own shape: `select_bucket` of kohya's `BucketManager` (sd-scripts,
 * library/train_util.py) with `no_upscale`. A picture above `area` px² shrinks to about it; one side becomes a multiple
 * of `step`, whichever way leaves less error in the aspect ratio. The bucket is the largest one of steps inside. Because
 * sides are rounded to nearest first, a bucket of more than `area` px² can come out, by less than the sum of its sides.
 *
 * Null: too thin or too small for one step; there kohya divides by zero.
 */
export function shrinkToSteps(area: number, step: number, width: number, height: number): BucketFit | null {
  const resized = width * height > area ? shrink(area, step, width / height) : { width, height }
  if (resized === null) return null
  const bucket = {
    width: resized.width - (resized.width % step),
    height: resized.height - (resized.height % step),
  }
  return bucket.width === 0 || bucket.height === 0 ? null : { bucket, resized }
}

function shrink(area: number, step: number, aspect: number): BucketFit['resized'] | null {
  const idealWidth = Math.sqrt(area * aspect)
  const width = inSteps(idealWidth, step)
  const height = inSteps(area / idealWidth, step)
  const heightOfWidth = inSteps(width / aspect, step)
  const widthOfHeight = inSteps(height * aspect, step)
  if (heightOfWidth === 0 || height === 0) return null
  const error = Math.abs(width / heightOfWidth - aspect)
  return error < Math.abs(widthOfHeight / height - aspect)
    ? { width, height: Math.trunc(width / aspect + 0.5) }
    : { width: Math.trunc(height * aspect + 0.5), height }
}

function inSteps(side: number, step: number): number {
  const whole = Math.trunc(side + 0.5)
  return whole - (whole % step)
}
