import { openBuckets } from '../buckets/choose-bucket.js'
import { maxJpegSide } from '../resize/resize-options.js'
import { noPadding, openResizePlan, plannedSize, type ResizePlan } from '../resize/resize-plan.js'
import { fitArea, type PictureSize } from './fit-area.js'
import type { PictureLimits } from './picture-limits.js'

export type StorageLimits = Pick<PictureLimits, 'resize' | 'maxArea' | 'buckets'>

/**
 * How fetch stores an upright picture of this size: cut to its bucket if there are buckets and it is large enough for
 * one, else as `resize` says. Null: a side of the result would be longer than a JPEG can have, 65,500 px.
 */
export function planStored({ width, height }: PictureSize, limits: StorageLimits): ResizePlan | null {
  const placement = limits.buckets === undefined ? null : openBuckets(limits.buckets)(width, height)
  if (placement === null) return planResize({ width, height }, limits)
  const { resized, crop } = placement
  return fitsJpeg({ ok: true, resized, crop, padding: noPadding })
}

function planResize(original: PictureSize, { resize, maxArea }: StorageLimits): ResizePlan | null {
  const { mode, imageSize, upscale } = resize
  if (mode === 'keep_ratio' && imageSize === undefined) {
    const resized = fitArea(original, maxArea)
    return fitsJpeg({ ok: true, resized, crop: { left: 0, top: 0, ...resized }, padding: noPadding })
  }
  // Mode no alone has no size by now, and does not look at it.
  const options = { image_size: imageSize ?? maxJpegSide, upscale, max_area: maxArea }
  const plan = openResizePlan(mode, options)(original.width, original.height)
  return plan.ok ? plan : null
}

function fitsJpeg(plan: ResizePlan): ResizePlan | null {
  const { width, height } = plannedSize(plan)
  return Math.max(width, height) <= maxJpegSide ? plan : null
}

/** Whether the picture stays as it is. */
export function isIdentity(plan: ResizePlan, { width, height }: PictureSize): boolean {
  return [plan.resized, plan.crop, plannedSize(plan)].every(
    (each) => each.width === width && each.height === height,
  )
}
