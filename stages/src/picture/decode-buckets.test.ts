import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBuckets } from '../buckets/choose-bucket.js'
import { type Decoder, openDecoder } from './open-decoder.js'
import { defaultPictureLimits } from './picture-limits.js'
import type { StoredPicture } from './picture-outcome.js'
import { distance, gradient, pixelsOf } from './test-pictures.js'

const buckets = { kind: 'kohya', area: 4096, min: 32, max: 128, step: 8 } as const
const limits = { ...defaultPictureLimits, maxArea: 50 * 50, buckets }
const never = new AbortController().signal
let decoder: Decoder

beforeAll(async () => {
  decoder = await openDecoder({ limits, children: 2 })
})
afterAll(() => decoder.close())

async function stored(bytes: Buffer): Promise<StoredPicture> {
  const outcome = await decoder.decode(bytes, never)
  if (!outcome.ok) throw new Error(`Expected a stored picture, got ${outcome.code}: ${outcome.detail}`)
  const { width, height } = await pixelsOf(outcome.jpeg)
  expect([width, height]).toEqual([outcome.width, outcome.height])
  return outcome
}

/** How the stored pixels of an EXIF orientation come from the upright ones: degrees clockwise, then a mirror. */
const undone: readonly (readonly [number, number, boolean])[] = [
  [1, 0, false],
  [2, 0, true],
  [3, 180, false],
  [4, 180, true],
  [5, 90, true],
  [6, 270, false],
  [7, 270, true],
  [8, 90, false],
]

describe('fetch.resize.mode bucket', () => {
  test.each(undone)(
    'orientation %i: the same part of the upright picture',
    async (orientation, turn, isMirrored) => {
      const upright = { width: 250, height: 130 }
      const placement = openBuckets(buckets)(upright.width, upright.height)
      if (placement === null) throw new Error('Expected a bucket, got none')
      const turned = await gradient(250, 130).rotate(turn).png().toBuffer()
      const { data, width, height } = await pixelsOf(turned)
      const raw = { width, height, channels: 3 } as const
      const jpeg = await sharp(data, { raw })
        .flop(isMirrored)
        .withMetadata({ orientation })
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer()
      const outcome = await stored(jpeg)
      expect(outcome).toMatchObject({ ...placement.bucket, orientation, reencoded: true })
      expect(outcome).toMatchObject({ originalWidth: 250, originalHeight: 130 })
      const { resized, crop } = placement
      // A gradient is the same at every size: the part of a formula at the scaled size.
      const expected = await gradient(resized.width, resized.height).extract(crop).raw().toBuffer()
      expect(distance((await pixelsOf(outcome.jpeg)).data, expected)).toBeLessThan(7)
    },
  )

  test('a JPEG of its bucket is kept as it is', async () => {
    const jpeg = await gradient(64, 64).jpeg().toBuffer()
    const outcome = await stored(jpeg)
    expect(outcome).toMatchObject({ width: 64, height: 64, reencoded: false })
    expect((await pixelsOf(outcome.jpeg)).data.equals((await pixelsOf(jpeg)).data)).toBe(true)
  })

  test('a transparent PNG is cut and flattened once', async () => {
    const outcome = await stored(await gradient(90, 80, 4).png().toBuffer())
    expect(outcome).toMatchObject({ width: 64, height: 64, hadAlpha: true, originalWidth: 90 })
  })

  test('too small for its bucket: within the area, in its own shape', async () => {
    expect(openBuckets(buckets)(63, 62)).toBe(null)
    expect(await stored(await gradient(63, 62).png().toBuffer())).toMatchObject({ width: 50, height: 49 })
    expect(await stored(await gradient(40, 20).jpeg().toBuffer())).toMatchObject({
      width: 40,
      height: 20,
      reencoded: false,
    })
  })

  test('buckets that are none are refused before a child is asked', async () => {
    const none = { ...limits, buckets: { ...buckets, area: 1 } }
    await expect(openDecoder({ limits: none, children: 1 })).rejects.toThrow(RangeError)
  })
})
