import type { Recipe } from '@warc2dataset/schemas'

/** A picture that covers a bucket of another shape is larger than it; the shapes are that near that a quarter is enough. */
const ENOUGH = 1.25
const SDXL_AREA = 1024 * 1024

/**
 * The area, px², from which on no picture is stored too small for its bucket though its original was large enough; null
 * where fetch.resize.max_area reaches it, or nothing is cut from what is stored.
 */
export function areaForBuckets({ fetch, select }: Pick<Recipe, 'fetch' | 'select'>): number | null {
  const { bucket } = select
  if (bucket === 'none' || bucket.no_upscale || fetch.resize.mode === 'bucket') return null
  const enough = Math.ceil(ENOUGH * (bucket.kind === 'sdxl' ? SDXL_AREA : bucket.area))
  return fetch.resize.max_area < enough ? enough : null
}
