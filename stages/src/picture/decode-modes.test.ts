import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import { type Decoder, openDecoder } from './open-decoder.js'
import { defaultPictureLimits, type PictureLimits, type ResizeLimits } from './picture-limits.js'
import type { StoredPicture } from './picture-outcome.js'
import { distance, gradient, pixelsOf } from './test-pictures.js'

const never = new AbortController().signal
const open: Decoder[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((decoder) => decoder.close()))
})

async function decode(bytes: Buffer, resize: Partial<ResizeLimits>, more: Partial<PictureLimits> = {}) {
  const limits = {
    ...defaultPictureLimits,
    ...more,
    resize: { ...defaultPictureLimits.resize, ...resize },
  }
  const decoder = await openDecoder({ limits, children: 1 })
  open.push(decoder)
  return decoder.decode(bytes, never)
}

async function stored(...ask: Parameters<typeof decode>): Promise<StoredPicture> {
  const outcome = await decode(...ask)
  if (!outcome.ok) throw new Error(`Expected a stored picture, got ${outcome.code}: ${outcome.detail}`)
  const { width, height } = await pixelsOf(outcome.jpeg)
  expect([width, height]).toEqual([outcome.width, outcome.height])
  return outcome
}

/** A part of a gradient: it is the same at every size. */
async function part(
  width: number,
  height: number,
  crop: { left: number; top: number; width: number; height: number },
) {
  return gradient(width, height).extract(crop).raw().toBuffer()
}

/** Sizes as img2dataset has them, see resize/goldens. */
describe('a PNG of 640 x 480 by 256', () => {
  test.each([
    ['no', 640, 480],
    ['keep_ratio', 341, 256],
    ['keep_ratio_largest', 256, 192],
  ] as const)('%s: the whole picture at %i x %i', async (mode, width, height) => {
    const outcome = await stored(await gradient(640, 480).png().toBuffer(), { mode, imageSize: 256 })
    expect(outcome).toMatchObject({ width, height, reencoded: true, originalWidth: 640, originalHeight: 480 })
    const whole = { left: 0, top: 0, width, height }
    expect(distance((await pixelsOf(outcome.jpeg)).data, await part(width, height, whole))).toBeLessThan(7)
  })

  test('center_crop: the middle of it', async () => {
    const bytes = await gradient(640, 480).png().toBuffer()
    const outcome = await stored(bytes, { mode: 'center_crop', imageSize: 256 })
    expect(outcome).toMatchObject({ width: 256, height: 256 })
    const expected = await part(341, 256, { left: 42, top: 0, width: 256, height: 256 })
    expect(distance((await pixelsOf(outcome.jpeg)).data, expected)).toBeLessThan(7)
  })
})

describe('border', () => {
  /** Largest distance from white in rows `from` to `to` of a picture of 256 px. */
  const fromWhite = (data: Buffer, from: number, to: number) =>
    distance(data.subarray(from * 256 * 3, to * 256 * 3), Buffer.alloc((to - from) * 256 * 3, 255))

  test.each([
    ['png', 3],
    ['png with alpha', 4],
  ] as const)('%s: white above and below, the picture in the middle', async (_, channels) => {
    const dark = { width: 640, height: 480, channels, background: { r: 20, g: 40, b: 60, alpha: 1 } }
    const outcome = await stored(await sharp({ create: dark }).png().toBuffer(), {
      mode: 'border',
      imageSize: 256,
    })
    expect(outcome).toMatchObject({ width: 256, height: 256, hadAlpha: false })
    const { data } = await pixelsOf(outcome.jpeg)
    // Blocks of 8 rows: the edges at 32 and 224 fall between two.
    expect([fromWhite(data, 0, 32), fromWhite(data, 224, 256)]).toEqual([0, 0])
    const inside = data.subarray(32 * 256 * 3, 224 * 256 * 3)
    const colour = Buffer.from(Array.from({ length: inside.length }, (_, i) => [20, 40, 60][i % 3] ?? 0))
    expect(distance(inside, colour)).toBeLessThan(4)
  })

  test('measures what is stored, the border included', async () => {
    const black = { width: 64, height: 32, channels: 3, background: '#000000' } as const
    const bytes = await sharp({ create: black }).png().toBuffer()
    const outcome = await stored(bytes, { mode: 'border', imageSize: 64 })
    // Half of it is black, half white.
    expect(outcome).toMatchObject({ width: 64, height: 64, brightness: 127.5, contrast: 127.5 })
  })

  test('a small picture is not scaled up, the odd pixel is right and below', async () => {
    const black = { width: 3, height: 2, channels: 3, background: '#000000' } as const
    const bytes = await sharp({ create: black }).png().toBuffer()
    const outcome = await stored(bytes, { mode: 'border', imageSize: 8 }, { quality: 100 })
    const { data } = await pixelsOf(outcome.jpeg)
    const dark = Array.from({ length: 64 }, (_, i) => i).filter((i) => (data[3 * i] ?? 0) < 128)
    // Columns 2 to 4, rows 3 and 4.
    expect(dark).toEqual([26, 27, 28, 34, 35, 36])
  })

  test('a transparent picture is white like its border', async () => {
    const clear = { width: 40, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const
    const bytes = await sharp({ create: clear }).png().toBuffer()
    const outcome = await stored(bytes, { mode: 'border', imageSize: 40 })
    expect(outcome).toMatchObject({ hadAlpha: true, brightness: 255, contrast: 0 })
  })
})

describe('nothing is scaled up unless asked', () => {
  test.each([
    ['no', 60, 40],
    ['keep_ratio', 60, 40],
    ['keep_ratio_largest', 60, 40],
    ['center_crop', 60, 40],
    ['border', 100, 100],
  ] as const)('%s of 60 x 40 by 100: %i x %i', async (mode, width, height) => {
    const jpeg = await gradient(60, 40).jpeg().toBuffer()
    expect(await stored(jpeg, { mode, imageSize: 100 })).toMatchObject({
      width,
      height,
      reencoded: mode === 'border',
    })
  })

  test.each([
    ['keep_ratio', 150, 100],
    ['keep_ratio_largest', 100, 67],
    ['center_crop', 100, 100],
    ['border', 100, 100],
  ] as const)('%s with upscale: %i x %i', async (mode, width, height) => {
    const jpeg = await gradient(60, 40).jpeg().toBuffer()
    const outcome = await stored(jpeg, { mode, imageSize: 100, upscale: true })
    expect(outcome).toMatchObject({ width, height, reencoded: true, originalWidth: 60 })
  })

  test('a thin picture that would grow beyond memory is refused before it is tried', async () => {
    const line = await gradient(4000, 1).png().toBuffer()
    const resize = { mode: 'center_crop', imageSize: 1024, upscale: true } as const
    expect(await decode(line, resize)).toMatchObject({
      code: 'decode_memory',
      detail: expect.stringContaining('not tried'),
    })
    const border = { mode: 'border', imageSize: 20_000 } as const
    expect(await decode(line, border)).toMatchObject({ code: 'decode_memory' })
    expect(await decode(line, { mode: 'keep_ratio', imageSize: 1024, upscale: true })).toMatchObject({
      ok: true,
      width: 64_763,
      height: 16,
    })
  })
})

test.each([
  ['no', undefined],
  ['keep_ratio', undefined],
  ['keep_ratio', 256],
  ['center_crop', 256],
] as const)('%s by %s of a PNG of 70,000 x 10: too long', async (mode, imageSize) => {
  const bytes = await gradient(70_000, 10).png().toBuffer()
  expect(await decode(bytes, { mode, imageSize })).toMatchObject({ ok: false, code: 'too_long' })
})

test('mode no keeps a large JPEG as it is, whatever the area', async () => {
  const jpeg = await gradient(300, 200).jpeg().toBuffer()
  const outcome = await stored(jpeg, { mode: 'no' }, { maxArea: 100 })
  expect(outcome).toMatchObject({ width: 300, height: 200, reencoded: false })
})

test('an upright picture is what is measured and cut', async () => {
  const turned = await gradient(90, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const outcome = await stored(turned, { mode: 'center_crop', imageSize: 64 })
  expect(outcome).toMatchObject({ width: 64, height: 64, originalWidth: 200, originalHeight: 90 })
})

test.each([
  ['center_crop', undefined],
  ['border', 0],
  ['keep_ratio', 65_501],
  ['keep_ratio_largest', 2.5],
] as const)('%s by %s is refused before a child is asked', async (mode, imageSize) => {
  await expect(decode(Buffer.alloc(0), { mode, imageSize })).rejects.toThrow('resize.imageSize')
})
