import type { Bucket, BucketFit } from './bucket.js'

/**
 * The bucket of exactly this size, else the one with the nearest aspect ratio (of equals the first), and the size at
 * which the picture covers it: larger than the picture, if that is too small. `select_bucket` of kohya's
 * `BucketManager` (sd-scripts, library/train_util.py) without `no_upscale`. There must be a bucket.
 */
export function nearestBucket(buckets: readonly Bucket[], width: number, height: number): BucketFit {
  const aspect = width / height
  const bucket = sameSize(buckets, width, height) ?? sameShape(buckets, aspect)
  const scale = aspect > bucket.width / bucket.height ? bucket.height / height : bucket.width / width
  return {
    bucket,
    resized: { width: Math.trunc(width * scale + 0.5), height: Math.trunc(height * scale + 0.5) },
  }
}

function sameSize(buckets: readonly Bucket[], width: number, height: number): Bucket | undefined {
  return buckets.find((bucket) => bucket.width === width && bucket.height === height)
}

function sameShape(buckets: readonly Bucket[], aspect: number): Bucket {
  const error = (bucket: Bucket) => Math.abs(bucket.width / bucket.height - aspect)
  return buckets.reduce((best, bucket) => (error(bucket) < error(best) ? bucket : best))
}
