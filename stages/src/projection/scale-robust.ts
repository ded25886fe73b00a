import type { Points } from './place-points.js'

/** Share of the square on each side that is left to the points beyond the percentiles. */
const MARGIN = 0.05

export interface ScaledPoints {
  readonly x: Float32Array
  readonly y: Float32Array
  /** Points moved onto the edge, since they lay beyond the margin. */
  readonly clamped: number
}

/**
 * The points in the unit square. The 1st to 99th percentile of the wider axis fill 0.05..0.95; the other axis has the
 * same scale, since two scales would bend distances, and its own centre. What lies beyond 0..1 is put on the edge. All
 * at 0.5 where the percentiles are one value.
 */
export function scaleRobust({ x, y }: Points): ScaledPoints {
  const [across, down] = [middleRange(x), middleRange(y)]
  const range = Math.max(across.range, down.range)
  const scale = range > 0 ? (1 - 2 * MARGIN) / range : 0
  let clamped = 0
  const fit = (values: Float64Array, centre: number): Float32Array =>
    Float32Array.from(values, (value) => 0.5 + (value - centre) * scale)
  const scaled = { x: fit(x, across.centre), y: fit(y, down.centre) }
  for (let point = 0; point < x.length; point++) {
    const [a, b] = [scaled.x[point] as number, scaled.y[point] as number]
    if (a >= 0 && a <= 1 && b >= 0 && b <= 1) continue
    clamped++
    scaled.x[point] = Math.min(1, Math.max(0, a))
    scaled.y[point] = Math.min(1, Math.max(0, b))
  }
  return { ...scaled, clamped }
}

function middleRange(values: Float64Array): { readonly centre: number; readonly range: number } {
  const sorted = values.toSorted()
  const [low, high] = [percentile(sorted, 0.01), percentile(sorted, 0.99)]
  return { centre: (low + high) / 2, range: high - low }
}

/** Linear between the closest ranks (R. J. Hyndman and Y. Fan 1996, type 7: NumPy's default); 0 of no values. */
export function percentile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0
  const at = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
  return low + (high - low) * (at - Math.floor(at))
}
