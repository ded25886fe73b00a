import type { Bucket } from './bucket.js'

/**
 * Left, top, right and bottom, px of the bucket: what kohya writes as `crop_ltrb` beside latents and gives SDXL as crop
 * condition. `BucketManager.get_crop_ltrb` (sd-scripts, library/train_util.py), after Stability's preprocessing: the
 * picture fitted inside the bucket, not the part that was cut. `right` and `bottom` are seldom whole numbers. Where both
 * have one shape, an inexact division can make `top` -1, in kohya too.
 */
export function cropLtrb(
  bucket: Bucket,
  width: number,
  height: number,
): readonly [left: number, top: number, right: number, bottom: number] {
  const aspect = width / height
  const wider = bucket.width / bucket.height > aspect
  const fittedWidth = wider ? bucket.height * aspect : bucket.width
  const fittedHeight = wider ? bucket.height : bucket.width / aspect
  const left = Math.floor((bucket.width - fittedWidth) / 2)
  const top = Math.floor((bucket.height - fittedHeight) / 2)
  return [left, top, left + fittedWidth, top + fittedHeight]
}
