import type { Recipe } from '@warc2dataset/schemas'
import type { BucketSpec } from '@warc2dataset/stages/buckets/choose-bucket'
import { defaultPictureLimits, type PictureLimits } from '@warc2dataset/stages/picture/picture-limits'

/** What a recipe allows a picture: whoever decodes as fetch does gets the same bytes. */
export function fetchLimits({ fetch, select }: Pick<Recipe, 'fetch' | 'select'>): PictureLimits {
  const buckets = fetchBuckets({ fetch, select })
  const { mode, image_size: imageSize, upscale, max_area: maxArea } = fetch.resize
  return {
    ...defaultPictureLimits,
    maxArea,
    // What is too small for its bucket is bounded by the area alone.
    ...(mode === 'bucket' ? {} : { resize: { mode, imageSize, upscale } }),
    ...(buckets === null ? {} : { buckets }),
    maxInputPixels: fetch.max_input_pixels,
    timeoutMs: fetch.decode_timeout_ms,
    memoryBytes: fetch.decode_memory_bytes,
  }
}

/** The buckets to which fetch itself cuts; null: it keeps the shape of pictures. */
export function fetchBuckets({ fetch, select }: Pick<Recipe, 'fetch' | 'select'>): BucketSpec | null {
  return fetch.resize.mode === 'bucket' && select.bucket !== 'none' ? select.bucket : null
}
