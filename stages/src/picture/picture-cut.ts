import type { PictureSize } from './fit-area.js'

/** How a picture is brought to a size of its own; px of the upright picture. */
export interface PictureCut {
  /** Size to which the whole picture is scaled. */
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
