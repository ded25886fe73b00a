import type { Recipe } from '@warc2dataset/schemas'
import { defaultPictureLimits, type PictureLimits } from '@warc2dataset/stages/picture/picture-limits'

/** What a recipe allows a picture: whoever decodes as fetch does gets the same bytes. */
export function fetchLimits({ fetch }: Pick<Recipe, 'fetch'>): PictureLimits {
  return {
    ...defaultPictureLimits,
    maxArea: fetch.resize.max_area,
    maxInputPixels: fetch.max_input_pixels,
    timeoutMs: fetch.decode_timeout_ms,
    memoryBytes: fetch.decode_memory_bytes,
  }
}
