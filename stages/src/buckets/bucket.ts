/** An aspect-ratio size class, px: all its pictures have exactly this size. */
export interface Bucket {
  readonly width: number
  readonly height: number
}

/** What a bucket is called in rows, shards and reports: `WxH`, as `832x1216`. */
export function bucketName({ width, height }: Bucket): string {
  return `${width}x${height}`
}

/** A bucket, and the size to which a picture is scaled before its centre is cut; px. */
export interface BucketFit {
  readonly bucket: Bucket
  readonly resized: Bucket
}
