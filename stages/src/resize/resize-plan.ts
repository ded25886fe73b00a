import { fitArea, type PictureSize } from '../picture/fit-area.js'
import type { PictureCut } from '../picture/picture-cut.js'
import {
  type CheckedOptions,
  checkResizeOptions,
  maxJpegSide,
  type ResizeMode,
  type ResizeOptions,
} from './resize-options.js'

/** White pixels around a picture, px. */
export interface Padding {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** How a picture is brought to its size: scaled as a whole, then cut, then padded with white. */
export interface ResizePlan extends PictureCut {
  readonly ok: true
  /** Not 0 in mode `border` alone. */
  readonly padding: Padding
}

/**
 * The first three are img2dataset's `image too small`, `image area too large` and `aspect ratio too large`. `too_long`:
 * the result has a side that no JPEG has (img2dataset fails there with a message about tuples).
 */
export type ResizeRefusal = 'too_small' | 'area_too_large' | 'aspect_too_large' | 'too_long'

export interface RefusedSize {
  readonly ok: false
  readonly reason: ResizeRefusal
}

/** `width` x `height` px of the upright picture, positive integers. */
export type PlanResize = (width: number, height: number) => ResizePlan | RefusedSize

/**
 * Sizes and offsets as `Resizer` of img2dataset 1.47.0 gives them, with `upscale: true` (resizer.py; that of 1.46 is
 * equal, that of 1.45 calls functions of albumentations instead of its classes and comes to the same sizes). A side is
 * `max(1, round(side * scale))` with `scale = image_size / side measured`, in double precision, halves to even, as
 * albumentations 1.4.24 has it; an odd pixel is cut off on the right and below, and added there by `border`. Ours
 * differs in this:
 * - Without `upscale` nothing grows (see `ResizeOptions`); `resized` is then never larger than the picture. With it
 *   `resized` of `center_crop` may reach `image_size * long / short` px: the caller bounds what it spends on it.
 * - `max_area`.
 * - The size is that of the upright picture; img2dataset's `IMREAD_UNCHANGED` ignores the orientation of EXIF.
 * - A side of the result over 65,500 px is refused by name.
 * It says nothing of the pixels: img2dataset scales with OpenCV (`area` down, `lanczos` up).
 *
 * Throws a `RangeError` for options or sides that are out of range.
 */
export function openResizePlan(mode: ResizeMode, options: ResizeOptions): PlanResize {
  const checked = checkResizeOptions(options)
  return (width, height) => {
    for (const side of [width, height]) {
      if (Number.isSafeInteger(side) && side > 0) continue
      throw new RangeError(`Expected positive integers for the size of a picture, got ${width} x ${height}`)
    }
    const reason = refusalOf(width, height, checked)
    if (reason !== undefined) return { ok: false, reason }
    const plan = planOf(mode, { width, height }, checked)
    const result = plannedSize(plan)
    return Math.max(result.width, result.height) > maxJpegSide ? { ok: false, reason: 'too_long' } : plan
  }
}

/** Size of the result, px. */
export function plannedSize({ crop, padding }: ResizePlan): PictureSize {
  return {
    width: padding.left + crop.width + padding.right,
    height: padding.top + crop.height + padding.bottom,
  }
}

function refusalOf(width: number, height: number, options: CheckedOptions): ResizeRefusal | undefined {
  const short = Math.min(width, height)
  if (short < options.min_image_size) return 'too_small'
  if (width * height > options.max_image_area) return 'area_too_large'
  if (Math.max(width, height) / short > options.max_aspect_ratio) return 'aspect_too_large'
  return undefined
}

/** None. */
export const noPadding: Padding = { left: 0, top: 0, right: 0, bottom: 0 }

function planOf(mode: ResizeMode, original: PictureSize, options: CheckedOptions): ResizePlan {
  if (mode === 'no') return whole(original, noPadding)
  const { image_size: size } = options
  const fitsInside = mode === 'border' || mode === 'keep_ratio_largest'
  const { width, height } = original
  const measured = fitsInside ? Math.max(width, height) : Math.min(width, height)
  if (measured <= size && options.resize_only_if_bigger) {
    return whole(fitArea(original, options.max_area), noPadding)
  }
  const resized = measured < size && !options.upscale ? original : scale(original, size / measured)
  if (mode === 'border') return whole(resized, paddingTo(size, resized))
  const isCut = mode === 'center_crop' && Math.min(resized.width, resized.height) >= size
  if (isCut) return { ...whole(resized, noPadding), crop: centre(size, resized) }
  return whole(fitArea(resized, options.max_area), noPadding)
}

function whole(resized: PictureSize, padding: Padding): ResizePlan {
  return { ok: true, resized, crop: { left: 0, top: 0, ...resized }, padding }
}

/** `MaxSizeTransform.apply` of albumentations. */
function scale({ width, height }: PictureSize, by: number): PictureSize {
  return {
    width: Math.max(1, roundHalfEven(width * by)),
    height: Math.max(1, roundHalfEven(height * by)),
  }
}

/** `get_center_crop_coords` of albumentations. */
function centre(size: number, { width, height }: PictureSize): ResizePlan['crop'] {
  const left = Math.floor((width - size) / 2)
  return { left, top: Math.floor((height - size) / 2), width: size, height: size }
}

/** `get_dimension_padding` of albumentations. */
function paddingTo(size: number, { width, height }: PictureSize): Padding {
  const left = Math.floor((size - width) / 2)
  const top = Math.floor((size - height) / 2)
  return { left, top, right: size - width - left, bottom: size - height - top }
}

/** `round` of Python. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value)
  if (value - low !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}
