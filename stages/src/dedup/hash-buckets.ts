const SIZE = 2n ** 64n
const LOWEST = -(2n ** 63n)

/** Number of buckets for so many rows: at least one. */
export function bucketCount(rows: number, bucketRows: number): number {
  return Math.max(1, Math.ceil(rows / bucketRows))
}

/** First and last signed 64-bit hash of bucket `index` of `count`; the buckets tile the whole range. */
export function bucketRange(index: number, count: number): readonly [bigint, bigint] {
  const edge = (i: number): bigint => LOWEST + (SIZE * BigInt(i)) / BigInt(count)
  return [edge(index), edge(index + 1) - 1n]
}
