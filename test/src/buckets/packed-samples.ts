import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { query } from '../bad-input/query.js'

/** The rows that say how a picture got into its bucket; px. */
export interface PackedSample {
  readonly key: string
  readonly bucket: string
  readonly bucket_width: number
  readonly bucket_height: number
  readonly resized_width: number
  readonly resized_height: number
  readonly crop_x: number
  readonly crop_y: number
  readonly stored_width: number
  readonly stored_height: number
  readonly original_width: number
  readonly original_height: number
  readonly generation: number
  /** Of the picture that fetch stored. */
  readonly fetched_width: number
  readonly fetched_height: number
  /** Bytes in the shard's tar, at tar_offset. */
  readonly jpeg: Buffer
  /** What sharp finds in them. */
  readonly real: { readonly width: number; readonly height: number; readonly channels: number }
}

/** Every sample of dataset/, by shard, in the order of the tar. */
export async function packedSamples(out: string): Promise<ReadonlyMap<string, readonly PackedSample[]>> {
  const names = (await readdir(join(out, 'dataset'))).filter((name) => name.endsWith('.parquet')).sort()
  const shards = new Map<string, readonly PackedSample[]>()
  for (const name of names) {
    const shard = name.slice(0, -'.parquet'.length)
    const tar = await readFile(join(out, 'dataset', `${shard}.tar`))
    const rows = await query(`SELECT d.*, f.width AS fetched_width, f.height AS fetched_height
      FROM '${out}/dataset/${name}' d JOIN '${out}/fetched/*.parquet' f USING ("key") ORDER BY tar_offset`)
    const samples = rows.map(async (row): Promise<PackedSample> => {
      const [from, size] = [Number(row['tar_offset']), Number(row['tar_size'])]
      const jpeg = tar.subarray(from, from + size)
      const { width, height, channels } = await sharp(jpeg).metadata()
      return { ...(row as unknown as PackedSample), jpeg, real: { width, height, channels } }
    })
    shards.set(shard, await Promise.all(samples))
  }
  return shards
}
