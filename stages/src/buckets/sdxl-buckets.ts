import type { Bucket } from './bucket.js'

/** Upright shapes: each width with its heights, px. */
const upright: readonly (readonly [number, readonly number[]])[] = [
  [512, [1856, 1920, 1984, 2048]],
  [576, [1664, 1728, 1792]],
  [640, [1536, 1600]],
  [704, [1344, 1408, 1472]],
  [768, [1280, 1344]],
  [832, [1152, 1216]],
  [896, [1088, 1152]],
  [960, [1024, 1088]],
]

const portrait = upright.flatMap(([width, heights]) => heights.map((height) => ({ width, height })))

/**
 * Resolutions of SDXL's multi-aspect training: 20 upright, the square, 20 lying; multiples of 64, at most 1024² px,
 * sorted as `kohyaBuckets`. The list of the SDXL paper (arXiv 2307.01952, appendix) as neurosis repeats it in
 * `SDXLBucketList`: 40, where 704x1344 has no lying twin. That one, 1344x704, is in `SD_XL_BASE_RATIOS` of Stability's
 * generative-models, so here are 41.
 */
export const sdxlBuckets: readonly Bucket[] = [
  ...portrait,
  { width: 1024, height: 1024 },
  ...portrait.map(({ width, height }) => ({ width: height, height: width })),
].sort((a, b) => a.width - b.width || a.height - b.height)
