import { openBuckets } from '../buckets/choose-bucket.js'
import { fitArea, type PictureSize } from './fit-area.js'
import type { PictureLimits } from './picture-limits.js'

/** How a picture is brought to a size of its own; px of the upright picture. */
export interface PictureCut {
  /** Size to which the whole picture is scaled: no side is longer than before. */
  readonly resized: PictureSize
  /** The part of it that is kept. */
  readonly crop: PictureSize & { readonly left: number; readonly top: number }
}

/** Throws a `RangeError` unless the crop is at least one pixel and lies within the scaled picture. */
export function checkPictureCut({ resized, crop }: PictureCut): void {
  const starts = [crop.left, crop.top]
  const lengths = [crop.width, crop.height, resized.width, resized.height]
  const isWhole = [...starts, ...lengths].every(Number.isSafeInteger)
  const isInside = crop.left + crop.width <= resized.width && crop.top + crop.height <= resized.height
  if (isWhole && isInside && starts.every((n) => n >= 0) && lengths.every((n) => n >= 1)) return
  throw new RangeError(
    `Expected a part of the scaled picture of ${resized.width}x${resized.height} px for crop, got ${crop.width}x${crop.height} at ${crop.left}, ${crop.top}`,
  )
}

/** How fetch stores an upright picture of this size: cut to its bucket if it is large enough for one, else whole. */
export function storedCut(
  { width, height }: PictureSize,
  { maxArea, buckets }: Pick<PictureLimits, 'maxArea' | 'buckets'>,
): PictureCut {
  const placement = buckets === undefined ? null : openBuckets(buckets)(width, height)
  if (placement !== null) return { resized: placement.resized, crop: placement.crop }
  const resized = fitArea({ width, height }, maxArea)
  return { resized, crop: { left: 0, top: 0, ...resized } }
}

/** Whether all of the picture is kept at its size. */
export function isIdentity({ resized, crop }: PictureCut, { width, height }: PictureSize): boolean {
  return [resized, crop].every((each) => each.width === width && each.height === height)
}
