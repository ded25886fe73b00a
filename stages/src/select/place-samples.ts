import { column, type RowOf } from '@warc2dataset/schemas'
import { bucketName } from '../buckets/bucket.js'
import { type BucketSpec, openBuckets } from '../buckets/choose-bucket.js'
import type { FilterSql } from '../judge/judge-sql.js'
import type { Duck } from '../parquet/duck.js'
import { readRows } from '../parquet/read-rows.js'
import { openTable } from '../parquet/row-writer.js'

export interface BucketWish {
  readonly spec: BucketSpec
  /** What a bucket is chosen for: the stored picture, or the original, from which fetch cut it to its bucket already. */
  readonly of: 'stored' | 'original'
}

const sizeColumns = {
  from_width: column('int32', 'Width of a picture, px.'),
  from_height: column('int32', 'Height of a picture, px.'),
} as const

const placementColumns = {
  ...sizeColumns,
  bucket: column('string', 'WIDTHxHEIGHT.'),
  bucket_width: column('int32', 'Width of its bucket, px.'),
  bucket_height: column('int32', 'Height of its bucket, px.'),
  resized_width: column('int32', 'Width to which it is scaled, px.'),
  resized_height: column('int32', 'Height to which it is scaled, px.'),
  crop_x: column('int32', 'Left edge of the cut, px.'),
  crop_y: column('int32', 'Top edge of the cut, px.'),
} as const

const BATCH_ROWS = 4096

/**
 * Where each row of table `measured` lands, as a table expression with `key`, `bucket` (null: too small for every one)
 * and the columns of the cut. Buckets are chosen once for each size that occurs.
 */
export async function placeSamples(duck: Duck, wish: BucketWish | null): Promise<string> {
  if (wish === null) {
    return `(SELECT "key", 'none' AS bucket, NULL::INTEGER AS bucket_width, NULL::INTEGER AS bucket_height,
      width AS resized_width, height AS resized_height, 0 AS crop_x, 0 AS crop_y FROM measured)`
  }
  const [width, height] = sizeOf(wish)
  await writePlacements(duck, wish)
  return `(SELECT m."key", p.* FROM measured m
    LEFT JOIN placements p ON p.from_width = m.${width} AND p.from_height = m.${height})`
}

/** Drops what is too small for its bucket. */
export function bucketFilter(wish: BucketWish): FilterSql {
  const { kind } = wish.spec
  const area = wish.spec.kind === 'kohya' ? ` ${wish.spec.area}` : ''
  return {
    name: `select.bucket: ${kind}${area}`,
    holds: 'bucket IS NOT NULL',
    reason: `'bucket_too_small'`,
    score: 'NULL::DOUBLE',
    value: `width || 'x' || height`,
  }
}

/**
 * Samples of table `judged` that are too small for their bucket only because fetch stored them smaller than they were:
 * a larger fetch.resize.max_area would have kept them.
 */
export async function countShrunkTooSmall(duck: Duck, wish: BucketWish | null): Promise<number> {
  if (wish === null || wish.of === 'original') return 0
  const choose = openBuckets(wish.spec)
  const sql = `SELECT original_width AS from_width, original_height AS from_height, count(*)::DOUBLE AS n FROM judged
    WHERE fail_reason = 'bucket_too_small' AND shadow_reason IS NULL GROUP BY ALL`
  const rows = await duck.rows<RowOf<typeof sizeColumns> & { n: number }>(sql)
  return rows.reduce((sum, row) => sum + (choose(row.from_width, row.from_height) === null ? 0 : row.n), 0)
}

async function writePlacements(duck: Duck, wish: BucketWish): Promise<void> {
  const choose = openBuckets(wish.spec)
  const [width, height] = sizeOf(wish)
  // Read whole before anything is written: one connection has one result under way.
  await duck.run(`CREATE TEMP TABLE sizes AS
    SELECT DISTINCT ${width} AS from_width, ${height} AS from_height FROM measured`)
  const table = await openTable(duck, 'placements', placementColumns)
  for await (const sizes of readRows<typeof sizeColumns>(duck, 'FROM sizes', BATCH_ROWS)) {
    table.write(
      sizes.flatMap(({ from_width, from_height }) => {
        const placement = choose(from_width, from_height)
        if (placement === null) return []
        const { bucket, resized, crop } = placement
        return {
          from_width,
          from_height,
          bucket: bucketName(bucket),
          bucket_width: bucket.width,
          bucket_height: bucket.height,
          resized_width: resized.width,
          resized_height: resized.height,
          crop_x: crop.left,
          crop_y: crop.top,
        }
      }),
    )
  }
  table.close()
}

function sizeOf({ of }: BucketWish): readonly [width: string, height: string] {
  return of === 'stored' ? ['width', 'height'] : ['original_width', 'original_height']
}
