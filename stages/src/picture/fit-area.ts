export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * Largest size of the same shape with `width * height <= maxArea`; never larger than the original, never below one
 * pixel. A side may be longer than a JPEG can have. The long side is rounded down, the short side to nearest, so that
 * thin pictures keep their shape best; IEEE square roots and divisions make it the same on every machine.
 */
export function fitArea(original: PictureSize, maxArea: number): PictureSize {
  const long = Math.max(original.width, original.height)
  const short = Math.min(original.width, original.height)
  if (long * short <= maxArea) return { width: original.width, height: original.height }
  const scaled = Math.floor(long * Math.sqrt(maxArea / (long * short)))
  const newLong = Math.max(1, Math.min(scaled, maxArea, long))
  const nearest = Math.round((short * newLong) / long)
  const newShort = Math.max(1, Math.min(nearest, Math.floor(maxArea / newLong)))
  return original.width >= original.height
    ? { width: newLong, height: newShort }
    : { width: newShort, height: newLong }
}
