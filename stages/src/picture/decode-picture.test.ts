import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Decoder, openDecoder } from './open-decoder.js'
import { defaultPictureLimits } from './picture-limits.js'
import type { StoredPicture } from './picture-outcome.js'
import { distance, gradient, pixelsOf, segment } from './test-pictures.js'

const limits = { ...defaultPictureLimits, maxArea: 100 * 100 }
const never = new AbortController().signal
let decoder: Decoder

beforeAll(async () => {
  decoder = await openDecoder({ limits, children: 2 })
})
afterAll(() => decoder.close())

async function stored(bytes: Buffer): Promise<StoredPicture> {
  const outcome = await decoder.decode(bytes, never)
  if (!outcome.ok) throw new Error(`Expected a stored picture, got ${outcome.code}: ${outcome.detail}`)
  expect(outcome.width * outcome.height).toBeLessThanOrEqual(limits.maxArea)
  const { width, height, format, exif, icc, xmp, space, depth } = await sharp(outcome.jpeg).metadata()
  expect({ width, height }).toEqual({ width: outcome.width, height: outcome.height })
  expect({ format, exif, icc, xmp, depth }).toEqual({ format: 'jpeg', depth: 'uchar' })
  expect(['srgb', 'b-w']).toContain(space)
  expect(outcome.phash).toMatch(/^[0-9a-f]{16}$/)
  return outcome
}

const upright = () => gradient(60, 40)
const onWhite = async (picture: Sharp) =>
  (await pixelsOf(await picture.clone().flatten({ background: '#ffffff' }).png().toBuffer())).data

describe('kept without re-encoding', () => {
  test('an upright sRGB JPEG inside the area, without its metadata and what follows', async () => {
    const jpeg = await upright()
      .withExif({ IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
      .withMetadata({ orientation: 1 })
      .jpeg()
      .toBuffer()
    const polyglot = Buffer.concat([jpeg, Buffer.from('PK\x03\x04 a zip')])
    const outcome = await stored(polyglot)
    expect(outcome).toMatchObject({ reencoded: false, orientation: 1, width: 60, height: 40, frames: 1 })
    expect(outcome.jpeg.includes('Exif')).toBe(false)
    expect(outcome.jpeg.includes('PK')).toBe(false)
    expect((await pixelsOf(outcome.jpeg)).data.equals((await pixelsOf(jpeg)).data)).toBe(true)
  })

  test('a progressive gray one', async () => {
    const jpeg = await upright().toColourspace('b-w').jpeg({ progressive: true }).toBuffer()
    expect(await stored(jpeg)).toMatchObject({ reencoded: false })
  })
})

describe('re-encoded', () => {
  /** Where a stored pixel belongs in the upright 60x40 picture (EXIF 2.32, table of Orientation). */
  const places: [number, (x: number, y: number) => [number, number]][] = [
    [1, (x, y) => [x, y]],
    [2, (x, y) => [59 - x, y]],
    [3, (x, y) => [59 - x, 39 - y]],
    [4, (x, y) => [x, 39 - y]],
    [5, (x, y) => [y, x]],
    [6, (x, y) => [59 - y, x]],
    [7, (x, y) => [59 - y, 39 - x]],
    [8, (x, y) => [y, 39 - x]],
  ]
  test.each(places)('EXIF orientation %i is applied', async (orientation, place) => {
    const source = await onWhite(upright())
    const [width, height] = orientation < 5 ? [60, 40] : [40, 60]
    const turned = Buffer.alloc(source.length)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [ux, uy] = place(x, y)
        source.copy(turned, (y * width + x) * 3, (uy * 60 + ux) * 3, (uy * 60 + ux) * 3 + 3)
      }
    }
    const jpeg = await sharp(turned, { raw: { width, height, channels: 3 } })
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer()
    const outcome = await stored(jpeg)
    expect(outcome).toMatchObject({ orientation, reencoded: orientation !== 1, width: 60, height: 40 })
    expect(outcome).toMatchObject({ originalWidth: 60, originalHeight: 40 })
    expect(distance((await pixelsOf(outcome.jpeg)).data, source)).toBeLessThan(12)
  })

  const alpha = () => gradient(60, 40, 4)
  const makers: [string, Sharp, Partial<StoredPicture>, number][] = [
    ['png', upright().png(), { format: 'png', hadAlpha: false }, 8],
    ['png with alpha', alpha().png(), { format: 'png', hadAlpha: true }, 10],
    ['16-bit png with alpha', alpha().toColourspace('rgb16').png(), { format: 'png', hadAlpha: true }, 10],
    ['interlaced png', upright().png({ progressive: true }), { format: 'png' }, 8],
    ['lossless webp with alpha', alpha().webp({ lossless: true }), { format: 'webp', hadAlpha: true }, 10],
    ['gif', upright().gif({ dither: 0 }), { format: 'gif', hadAlpha: false }, 40],
    ['avif', upright().avif({ quality: 95, effort: 0 }), { format: 'avif' }, 16],
    ['8-bit png in Display P3', upright().withIccProfile('p3').png(), { format: 'png' }, 10],
    ['16-bit png in Display P3', upright().toColourspace('rgb16').withIccProfile('p3').png(), {}, 10],
    ['jpeg in Display P3', upright().withIccProfile('p3').jpeg({ quality: 100 }), { format: 'jpeg' }, 20],
  ]
  test.each(makers)('%s: sRGB pixels on white', async (_, maker, expected, tolerance) => {
    const outcome = await stored(await maker.toBuffer())
    expect(outcome).toMatchObject({ ...expected, reencoded: true, width: 60, height: 40 })
    const source = expected.hadAlpha === true ? alpha() : upright()
    expect(distance((await pixelsOf(outcome.jpeg)).data, await onWhite(source))).toBeLessThan(tolerance)
  })

  test('CMYK becomes sRGB near the original', async () => {
    const bytes = await gradient(60, 40).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(bytes).metadata()).space).toBe('cmyk')
    const outcome = await stored(bytes)
    expect(outcome).toMatchObject({ reencoded: true, format: 'jpeg' })
    expect(distance((await pixelsOf(outcome.jpeg)).data, await onWhite(upright()))).toBeLessThan(110)
  })

  test.each(['gif', 'webp'] as const)('the first frame of an animated %s', async (format) => {
    const red = Buffer.alloc(20 * 20 * 3)
    for (let at = 0; at < red.length; at += 3) red[at] = 200
    const frames = Buffer.concat([red, Buffer.alloc(20 * 20 * 3, 255), Buffer.alloc(20 * 20 * 3, 90)])
    const raw = { width: 20, height: 60, channels: 3, pageHeight: 20 } as const
    const outcome = await stored(await sharp(frames, { raw })[format]().toBuffer())
    expect(outcome).toMatchObject({ frames: 3, width: 20, height: 20, originalHeight: 20, format })
    expect(distance((await pixelsOf(outcome.jpeg)).data, red)).toBeLessThan(12)
  })

  test('a large picture keeps its shape inside the area, 4:4:4', async () => {
    const outcome = await stored(await gradient(640, 160).jpeg().toBuffer())
    expect(outcome).toMatchObject({ width: 200, height: 50, originalWidth: 640, originalHeight: 160 })
    expect((await sharp(outcome.jpeg).metadata()).chromaSubsampling).toBe('4:4:4')
  })

  test('a JPEG with Adobe transform 0 (RGB) decodes as its writer meant', async () => {
    const jpeg = await gradient(30, 30).jpeg().toBuffer()
    const adobe = segment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\0', 'latin1'))
    const outcome = await stored(Buffer.concat([jpeg.subarray(0, 2), adobe, jpeg.subarray(2)]))
    expect(outcome.reencoded).toBe(true)
  })
})

test('the same bytes give the same bytes, in every child and after a recycle', async () => {
  const picture = await gradient(300, 200, 4).png().toBuffer()
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => stored(picture)))
  const fresh = await openDecoder({ limits: { ...limits, recycleAfter: 1 }, children: 1 })
  const again = await fresh.decode(picture, never)
  await fresh.decode(picture, never)
  expect(fresh.stats()).toMatchObject({ decodes: 2, spawned: 2, crashes: 0 })
  await fresh.close()
  for (const outcome of [...outcomes, again]) expect(outcome).toEqual(outcomes[0])
})
