import type { Bucket } from './bucket.js'

/** Sizes of pictures in px, the same ones on every call: `sizes` of test/python/bucket_goldens.py, step by step. */
export function testSizes(count: number): readonly Bucket[] {
  let state = 42
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % limit
  }
  const limits = [80, 400, 1200, 1200, 2500, 2500, 6000, 20_000]
  const size = (kind: number): readonly [number, number] => {
    const limit = limits[kind]
    if (limit !== undefined) return [1 + below(limit), 1 + below(limit)]
    return kind === 8 ? [64 * (1 + below(32)), 64 * (1 + below(32))] : [1 + below(200), 1 + below(60_000)]
  }
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = size(i % 10)
    return i % 20 >= 10 ? { width: b, height: a } : { width: a, height: b }
  })
}
