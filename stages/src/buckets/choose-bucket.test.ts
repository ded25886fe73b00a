import { describe, expect, test } from 'vitest'
import { bucketName } from './bucket.js'
import { type BucketSpec, openBuckets } from './choose-bucket.js'
import { kohyaBuckets } from './kohya-buckets.js'
import { nearestBucket } from './nearest-bucket.js'
import { sdxlBuckets } from './sdxl-buckets.js'
import { testSizes } from './test-sizes.js'

const full = { area: 1024 * 1024, min: 256, max: 2048, step: 64 }
const kohya: BucketSpec = { kind: 'kohya', ...full }
const sizes = testSizes(3000)

/** Lists of known sizes: a bucket of the list, within the area. */
const listed: readonly (readonly [BucketSpec, number, readonly string[]])[] = [
  [kohya, full.area, kohyaBuckets(full).map(bucketName)],
  [{ kind: 'sdxl' }, full.area, sdxlBuckets.map(bucketName)],
]
const loose: readonly (readonly [BucketSpec, number])[] = [
  [{ ...kohya, no_upscale: true }, 64],
  [{ kind: 'sdxl', no_upscale: true }, 64],
  [{ kind: 'kohya', area: 100_000, min: 8, max: 2048, step: 8, no_upscale: true }, 8],
  [{ kind: 'kohya', area: 300, min: 1, max: 100, step: 1, no_upscale: true }, 1],
]

test.each([...listed, ...loose].map(([spec]) => [spec] as const))(
  '%o: a cut inside a picture that never grows',
  (spec) => {
    const choose = openBuckets(spec)
    let placed = 0
    for (const { width, height } of sizes) {
      const placement = choose(width, height)
      expect(openBuckets(spec)(width, height)).toEqual(placement)
      if (placement === null) continue
      placed++
      const { bucket, resized, crop } = placement
      expect(resized.width).toBeLessThanOrEqual(width)
      expect(resized.height).toBeLessThanOrEqual(height)
      expect([crop.width, crop.height]).toEqual([bucket.width, bucket.height])
      expect(Math.min(bucket.width, bucket.height, crop.left + 1, crop.top + 1)).toBeGreaterThanOrEqual(1)
      for (const [rest, before] of [
        [resized.width - bucket.width, crop.left],
        [resized.height - bucket.height, crop.top],
      ] as const) {
        expect(rest - 2 * before).toBeOneOf([0, 1])
      }
    }
    expect(placed).toBeGreaterThan(500)
  },
)

test.each(listed)('%o: only buckets of the list, touched by one side', (spec, area, names) => {
  const choose = openBuckets(spec)
  for (const { width, height } of sizes) {
    const placement = choose(width, height)
    if (placement === null) continue
    const { bucket, resized } = placement
    expect(names).toContain(bucketName(bucket))
    expect(bucket.width * bucket.height).toBeLessThanOrEqual(area)
    expect(resized.width === bucket.width || resized.height === bucket.height).toBe(true)
  }
})

test.each(loose)('%o: sides in steps, the area kept but for rounding, less than a step cut', (spec, step) => {
  const choose = openBuckets(spec)
  const area = spec.kind === 'sdxl' ? full.area : spec.area
  for (const { width, height } of sizes) {
    const placement = choose(width, height)
    if (placement === null) continue
    const { bucket, resized } = placement
    expect([bucket.width % step, bucket.height % step]).toEqual([0, 0])
    expect(bucket.width * bucket.height).toBeLessThan(area + bucket.width + bucket.height)
    expect(Math.max(resized.width - bucket.width, resized.height - bucket.height)).toBeLessThan(step)
  }
})

describe('by hand', () => {
  test('a picture of a bucket stays whole', () => {
    for (const { width, height } of [...kohyaBuckets(full), ...sdxlBuckets]) {
      const spec: BucketSpec = kohyaBuckets(full).some((b) => b.width === width && b.height === height)
        ? kohya
        : { kind: 'sdxl' }
      const placement = openBuckets(spec)(width, height)
      expect(placement?.resized).toEqual({ width, height })
      expect(placement?.crop).toEqual({ left: 0, top: 0, width, height })
    }
  })

  test('a photo of 4000 x 3000: covered, the centre cut, crop_ltrb fitted inside', () => {
    expect(openBuckets(kohya)(4000, 3000)).toEqual({
      bucket: { width: 1152, height: 896 },
      resized: { width: 1195, height: 896 },
      crop: { left: 21, top: 0, width: 1152, height: 896 },
      cropLtrb: [0, 16, 1152, 880],
    })
  })

  test.each([
    [1151, 896],
    [1152, 864],
    [1, 1],
    [1, 65_500],
    [65_500, 255],
    [1023, 1023],
  ])('%i x %i is too small: null', (width, height) => {
    expect(openBuckets(kohya)(width, height)).toBeNull()
    expect(openBuckets({ kind: 'sdxl' })(width, height)).toBeNull()
  })

  test('one side that grows by a pixel is enough for null', () => {
    const choose = openBuckets({ kind: 'kohya', area: 512 * 512, min: 256, max: 1024, step: 64 })
    expect([choose(1023, 257), choose(257, 1023)]).toEqual([null, null])
    expect(choose(1024, 257)?.bucket).toEqual({ width: 1024, height: 256 })
  })

  test('of two buckets of one shape the first, but for a picture of exactly the second', () => {
    const buckets = [256, 512].map((side) => ({ width: side, height: side }))
    expect(nearestBucket(buckets, 600, 600).bucket).toEqual(buckets[0])
    expect(nearestBucket(buckets, 512, 512).bucket).toEqual(buckets[1])
  })

  test('no_upscale keeps what is small, and knows no bucket below a step', () => {
    const choose = openBuckets({ ...kohya, no_upscale: true })
    expect(choose(300, 200)?.crop).toEqual({ left: 22, top: 4, width: 256, height: 192 })
    expect(choose(64, 64)?.bucket).toEqual({ width: 64, height: 64 })
    for (const [width, height] of [
      [63, 2000],
      [1, 1],
      [65_500, 63],
      [65_500, 65],
      [65, 65_500],
      [1, 2_000_000_000],
    ] as const) {
      expect(choose(width, height)).toBeNull()
    }
  })

  test('extreme aspects go to the outermost bucket', () => {
    expect(openBuckets(kohya)(65_500, 256)?.bucket).toEqual({ width: 2048, height: 256 })
    expect(openBuckets({ kind: 'sdxl' })(512, 65_500)?.bucket).toEqual({ width: 512, height: 2048 })
  })

  test('the sdxl list: 41 shapes, both ways round, multiples of 64 with at most 1024² px', () => {
    const names = sdxlBuckets.map(bucketName)
    expect(new Set(names).size).toBe(41)
    for (const { width, height } of sdxlBuckets) {
      expect(names).toContain(`${height}x${width}`)
      expect([width % 64, height % 64]).toEqual([0, 0])
      expect(width * height).toBeLessThanOrEqual(1024 * 1024)
      expect(width * height).toBeGreaterThan(0.87 * 1024 * 1024)
    }
  })
})

describe('refused', () => {
  test.each([
    [{ ...full, min: 250 }, 'Expected a multiple of step 64 for min of buckets, got 250'],
    [{ ...full, max: 2000 }, 'Expected a multiple of step 64 for max of buckets, got 2000'],
    [{ ...full, step: 0 }, 'Expected a positive integer for step of buckets, got 0'],
    [{ ...full, min: 0 }, 'Expected a positive integer for min of buckets, got 0'],
    [{ ...full, area: Number.NaN }, 'Expected a positive integer for area of buckets, got NaN'],
    [{ ...full, max: 512 }, 'around 1024, the side of area, got 256 and 512'],
    [{ ...full, area: 4096 }, 'around 64, the side of area, got 256 and 2048'],
  ])('%o', (spec, message) => {
    expect(() => openBuckets({ kind: 'kohya', ...spec })).toThrow(message)
  })

  test.each([
    [0, 5],
    [5, -1],
    [5.5, 5],
    [Number.NaN, 5],
  ])('a picture of %d x %d', (width, height) => {
    expect(() => openBuckets(kohya)(width, height)).toThrow(RangeError)
  })
})
