import type { Bucket } from './bucket.js'

/** All px but `area`, in px²: kohya's `max_reso`, multiplied out. */
export interface KohyaBuckets {
  readonly area: number
  readonly min: number
  readonly max: number
  readonly step: number
}

/**
 * The buckets of an area, sorted by width, then height: `make_bucket_resolutions` of kohya's sd-scripts
 * (library/model_util.py), after NovelAI. For each width the highest step that the area allows, both ways round, and
 * the largest square. No bucket is larger than `area`; every side is a multiple of `step` in [`min`, `max`].
 *
 * sd-scripts rounds `min` down and `max` up to steps and asserts that the side of the area lies between them. Here a
 * `RangeError` says so: nobody gets buckets that were not asked for.
 */
export function kohyaBuckets({ area, min, max, step }: KohyaBuckets): readonly Bucket[] {
  positive('area', area)
  positive('step', step)
  multiple('min', min, step)
  multiple('max', max, step)
  const side = Math.sqrt(area)
  if (min > side || side > max) {
    throw new RangeError(
      `Expected min and max of buckets around ${side}, the side of area, got ${min} and ${max}`,
    )
  }
  const square = Math.floor(side / step) * step
  const sizes = new Map([[`${square}x${square}`, { width: square, height: square }]])
  for (let width = min; width <= max; width += step) {
    const height = Math.min(max, Math.floor(Math.floor(area / width) / step) * step)
    if (height < min) continue
    sizes.set(`${width}x${height}`, { width, height })
    sizes.set(`${height}x${width}`, { width: height, height: width })
  }
  return [...sizes.values()].sort((a, b) => a.width - b.width || a.height - b.height)
}

function positive(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return
  throw new RangeError(`Expected a positive integer for ${name} of buckets, got ${value}`)
}

function multiple(name: string, value: number, step: number): void {
  positive(name, value)
  if (value % step !== 0) {
    throw new RangeError(`Expected a multiple of step ${step} for ${name} of buckets, got ${value}`)
  }
}
