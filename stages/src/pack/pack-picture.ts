import type { FetchedRow, SelectionRow } from '@warc2dataset/schemas'
import type { CutOutcome } from '../picture/cut-stored.js'
import { readJpegSegments } from '../picture/jpeg-segments.js'
import type { PictureCut } from '../picture/picture-cut.js'

/** Where pack finds pictures, and who cuts them. */
export interface PictureSource {
  /** Bytes of a stored picture, from the tar of its fetched shard. */
  readonly readPicture: (key: string, offset: number, size: number) => Promise<Buffer>
  /** The part of a stored JPEG that is wanted, encoded anew (`openCutter`): the bytes are still hostile. */
  readonly cut: (jpeg: Buffer, cut: PictureCut) => Promise<CutOutcome>
  /** Where the bytes are kept as they came: the picture cut to its bucket from those, as fetch would have done it. */
  readonly cutOriginal?: (key: string, offset: number, size: number) => Promise<CutOutcome>
}

/** The columns that say which picture, and how it gets into its bucket. */
export type PlacedRow = Pick<
  FetchedRow,
  'key' | 'width' | 'height' | 'tar_offset' | 'tar_size' | 'original_offset' | 'original_size'
> &
  Pick<
    SelectionRow,
    'bucket_width' | 'bucket_height' | 'resized_width' | 'resized_height' | 'crop_x' | 'crop_y'
  >

/** The picture of a sample as the dataset has it; px. */
export interface PackedPicture {
  readonly jpeg: Buffer
  readonly width: number
  readonly height: number
  /** What it was cut from; null: the bytes are those that fetch stored. */
  readonly cutFrom: 'stored' | 'original' | null
}

/**
 * The stored picture, cut to its bucket, from the original where that is kept, unless it has that size already. Rejects if it no longer decodes or is not of the
 * size that its row says, or if what comes back is not a plain JPEG of exactly the bucket's size.
 */
export async function packPicture(row: PlacedRow, source: PictureSource): Promise<PackedPicture> {
  const { key, width, height, bucket_width, bucket_height } = row
  if (width === null || height === null)
    throw new TypeError(`Expected the size of the stored picture of ${key}, got null`)
  const jpeg = await source.readPicture(key, Number(row.tar_offset), Number(row.tar_size))
  const isWhole = bucket_width === null || bucket_height === null
  if (isWhole || (bucket_width === width && bucket_height === height)) {
    checkSize(key, jpeg, width, height)
    return { jpeg, width, height, cutFrom: null }
  }
  const { cutOriginal } = source
  const outcome =
    cutOriginal === undefined
      ? await source.cut(jpeg, {
          resized: { width: row.resized_width, height: row.resized_height },
          crop: { left: row.crop_x, top: row.crop_y, width: bucket_width, height: bucket_height },
        })
      : await cutOriginal(key, Number(row.original_offset), Number(row.original_size))
  if (!outcome.ok)
    throw new Error(
      `Expected a picture that decodes as in fetch for ${key}, got ${outcome.code}: ${outcome.detail}`,
    )
  const problem = problemOf(outcome.jpeg, bucket_width, bucket_height)
  if (problem !== undefined)
    throw new Error(
      `Expected a JPEG of ${bucket_width}x${bucket_height} px from the decoder for ${key}, got ${problem}`,
    )
  return {
    jpeg: outcome.jpeg,
    width: bucket_width,
    height: bucket_height,
    cutFrom: cutOriginal === undefined ? 'stored' : 'original',
  }
}

/** The row says what fetch was told by a child that held hostile bytes; whoever batches pictures trusts it. */
function checkSize(key: string, jpeg: Buffer, width: number, height: number): void {
  const segments = readJpegSegments(jpeg)
  const got = typeof segments === 'string' ? segments : `${segments.width}x${segments.height}`
  if (got === `${width}x${height}`) return
  throw new Error(`Expected a stored JPEG of ${width}x${height} px for ${key}, got ${got}`)
}

/** Reads markers only: what the decoder hands back is not decoded outside of it. */
function problemOf(jpeg: Buffer, width: number, height: number): string | undefined {
  const segments = readJpegSegments(jpeg)
  if (typeof segments === 'string') return `bytes that are none (${segments})`
  if (segments.width !== width || segments.height !== height) return `${segments.width}x${segments.height} px`
  const { frame, precision, componentIds, adobeTransform, pieces } = segments
  const isYcbcr = componentIds.join() === '1,2,3' && adobeTransform === undefined
  const isPlain = frame === 0xc0 && precision === 8 && isYcbcr
  return isPlain && Buffer.concat(pieces).equals(jpeg) ? undefined : 'one with more, or of another kind'
}
