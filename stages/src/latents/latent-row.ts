import { type DatasetRow, datasetColumns, placementColumns } from '@warc2dataset/schemas'
import { cropLtrb } from '../buckets/crop-ltrb.js'
import { rowJson } from '../shards/json.js'
import type { Latent } from './latent.js'
import type { Vae } from './load-vae.js'

const names = [
  'key',
  'caption',
  'original_width',
  'original_height',
  ...(Object.keys(placementColumns) as (keyof typeof placementColumns)[]),
  'stored_width',
  'stored_height',
  'tar_offset',
  'tar_size',
] as const

/** What latents need of dataset/NNNNN.parquet. */
export type LatentRow = Pick<DatasetRow, (typeof names)[number]>

/** The same as columns, in this order. */
export const latentRowColumns = Object.fromEntries(names.map((name) => [name, datasetColumns[name]])) as Pick<
  typeof datasetColumns,
  (typeof names)[number]
>

/** Where the picture of a row came from, and what kohya's trainers take for its cut: px of the bucket. */
export function cropOf(
  row: Pick<LatentRow, 'bucket_width' | 'bucket_height' | 'original_width' | 'original_height'>,
): ReturnType<typeof cropLtrb> {
  const { bucket_width: width, bucket_height: height } = row
  if (width === null || height === null) throw new TypeError('Expected a bucket for a latent, got none')
  return cropLtrb({ width, height }, row.original_width, row.original_height)
}

/**
 * <key>.json of latents/: all that a trainer asks of a latent. `crop_x`, `crop_y` are where the picture was cut out of
 * the scaled one, px; `crop_ltrb` is kohya's. A trainer multiplies: `scaling_factor · (latent - shift_factor)`, unless
 * `scaled` says that this was done.
 */
export function latentJson(row: LatentRow, latent: Latent, vae: Vae): string {
  const { name, id, scaled, scaling_factor, shift_factor } = vae.manifest
  const { stored_width: _w, stored_height: _h, tar_offset: _at, tar_size: _size, ...told } = row
  return rowJson({
    ...told,
    crop_ltrb: cropOf(row),
    flip: false,
    vae: name,
    vae_id: id,
    vae_sha256: vae.digest,
    dtype: 'float16',
    shape: [latent.channels, latent.height, latent.width],
    kind: 'mean',
    scaled,
    scaling_factor,
    shift_factor,
  })
}
