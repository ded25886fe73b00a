/** Of 8-bit gray pixels, in levels. */
export interface Brightness {
  /** Mean, 0–255: `ImageStat.Stat(picture.convert('L')).mean` of Pillow. */
  readonly mean: number
  /** RMS contrast, 0–127.5: the standard deviation over all pixels (Peli 1990), `stddev` of Pillow's `ImageStat`. */
  readonly contrast: number
}

/**
 * Mean brightness and RMS contrast of gray pixels (`lumaOf`); from a histogram, so that no sum is rounded on the way and
 * a flat picture has a contrast of exactly 0. Throws a `RangeError` if there are no pixels.
 */
export function brightnessOf(gray: Uint8Array): Brightness {
  if (gray.length === 0) throw new RangeError('Expected at least one pixel for gray, got 0')
  const counts = countLevels(gray)
  const sum = counts.reduce((total, count, level) => total + count * level, 0)
  const mean = sum / gray.length
  const squares = counts.reduce((total, count, level) => total + count * (level - mean) ** 2, 0)
  return { mean, contrast: Math.sqrt(squares / gray.length) }
}

/** Below 2^32 pixels. */
function countLevels(gray: Uint8Array): readonly number[] {
  const counts = new Uint32Array(256)
  for (let at = 0; at < gray.length; at++) {
    const level = gray[at] ?? 0
    counts[level] = (counts[level] ?? 0) + 1
  }
  return [...counts]
}
