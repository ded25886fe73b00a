import { type Duck, names, scan } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import type { PictureSize } from '../picture/fit-area.js'
import type { RgbReader } from '../picture/open-rgb-reader.js'
import { type LatentRow, latentRowColumns } from './latent-row.js'

export interface BucketInput {
  /** Parquet of a dataset shard. */
  readonly dataset: string
  /** Bytes of a picture, from the tar of that shard. */
  readonly readPicture: (offset: number, size: number) => Promise<Buffer>
  /** Pictures of a batch, at most. */
  readonly batchSize: number
  readonly signal: AbortSignal
}

export interface BucketPicture {
  readonly row: LatentRow
  /** Rows of RGB, of the size of the bucket; null if the stored picture did not decode to that. */
  readonly rgb: Uint8Array | null
}

export interface BucketBatch {
  /** Of all pictures, px. */
  readonly size: PictureSize
  readonly pictures: readonly BucketPicture[]
}

/**
 * The pictures of a dataset shard in its order, decoded, in batches that a VAE takes as they are.
 * @throws Error if the rows name more than one size, or another than their bucket
 */
export async function* readBucket(
  duck: Duck,
  reader: RgbReader,
  { dataset, readPicture, batchSize, signal }: BucketInput,
): AsyncGenerator<BucketBatch> {
  let shard: PictureSize | null = null
  const sql = `SELECT ${names(latentRowColumns)} FROM ${scan([dataset], latentRowColumns)} ORDER BY tar_offset`
  for await (const rows of readRows<typeof latentRowColumns>(duck, sql, batchSize)) {
    const size: PictureSize = rows.reduce<PictureSize | null>(sameSize, shard) ?? { width: 0, height: 0 }
    shard = size
    const pictures = await Promise.all(
      rows.map(async (row): Promise<BucketPicture> => {
        const jpeg = await readPicture(Number(row.tar_offset), Number(row.tar_size))
        const read = await reader.read(jpeg, size, signal)
        return { row, rgb: read.ok ? read.rgb : null }
      }),
    )
    yield { size, pictures }
  }
}

/** The size of all so far, and of this row. */
function sameSize(before: PictureSize | null, row: LatentRow): PictureSize {
  const { key, bucket, bucket_width, bucket_height, stored_width: width, stored_height: height } = row
  if (width !== bucket_width || height !== bucket_height)
    throw new Error(`Expected a picture of its bucket's size for ${key}, got ${width}x${height} of ${bucket}`)
  if (before === null || (before.width === width && before.height === height)) return { width, height }
  throw new Error(
    `Expected pictures of ${before.width}x${before.height} in one shard, got ${width}x${height} (${key})`,
  )
}
