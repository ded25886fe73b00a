import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Cutter, openCutter } from './open-cutter.js'
import type { PictureCut } from './picture-cut.js'
import { defaultPictureLimits } from './picture-limits.js'
import { distance, gradient, pixelsOf } from './test-pictures.js'

const never = new AbortController().signal
const limits = defaultPictureLimits
const folder = mkdtempSync(join(tmpdir(), 'cutter-'))
const open: Cutter[] = []
let cutter: Cutter

beforeAll(async () => {
  cutter = await openCutter({ limits, children: 2 })
})
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))
afterAll(async () => {
  await cutter.close()
  rmSync(folder, { recursive: true })
})

const cutOf = (resized: readonly [number, number], [left, top, width, height]: readonly number[]) =>
  ({
    resized: { width: resized[0], height: resized[1] },
    crop: { left, top, width, height },
  }) as PictureCut

async function cut(jpeg: Buffer, wanted: PictureCut): Promise<Buffer> {
  const outcome = await cutter.cut(jpeg, wanted, never)
  if (!outcome.ok) throw new Error(`Expected a cut picture, got ${outcome.code}: ${outcome.detail}`)
  return outcome.jpeg
}

const jpegOf = (width: number, height: number) => gradient(width, height).jpeg({ quality: 98 }).toBuffer()

describe('a cut', () => {
  test.each([
    [301, 207, cutOf([151, 103], [3, 1, 143, 97])],
    [64, 64, cutOf([1, 1], [0, 0, 1, 1])],
    [300, 40, cutOf([300, 40], [0, 0, 300, 40])],
    [40, 300, cutOf([40, 299], [13, 235, 8, 64])],
  ])('of %i x %i px has exactly its size, and the same bytes again', async (width, height, wanted) => {
    const jpeg = await jpegOf(width, height)
    const first = await cut(jpeg, wanted)
    const { format, space, depth, chromaSubsampling, ...info } = await sharp(first).metadata()
    expect({ width: info.width, height: info.height }).toEqual({
      width: wanted.crop.width,
      height: wanted.crop.height,
    })
    expect([format, space, depth, chromaSubsampling]).toEqual(['jpeg', 'srgb', 'uchar', '4:4:4'])
    expect((await cut(jpeg, wanted)).equals(first)).toBe(true)
  })

  test('without scaling is the part itself', async () => {
    const jpeg = await jpegOf(200, 120)
    const part = { left: 31, top: 17, width: 101, height: 67 }
    const expected = await sharp(jpeg).extract(part).raw().toBuffer()
    const { data } = await pixelsOf(await cut(jpeg, { resized: { width: 200, height: 120 }, crop: part }))
    expect(distance(data, expected)).toBeLessThan(6)
  })

  test('of half the size is what the formula gives there', async () => {
    const jpeg = await jpegOf(400, 300)
    const { data, width } = await pixelsOf(await cut(jpeg, cutOf([200, 150], [10, 20, 160, 110])))
    for (const [x, y] of [
      [0, 0],
      [80, 50],
      [159, 109],
      [159, 0],
    ] as const) {
      const [u, v] = [(2 * (x + 10) + 0.5) / 399, (2 * (y + 20) + 0.5) / 299]
      const expected = [40 + 180 * u, 30 + 200 * v, 220 - 160 * u * v]
      const got = data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)
      expected.forEach((value, k) => void expect(Math.abs((got[k] ?? 0) - value)).toBeLessThan(3))
    }
  })

  test('of a gray picture is RGB', async () => {
    const gray = await gradient(90, 70).toColourspace('b-w').jpeg().toBuffer()
    expect((await sharp(gray).metadata()).channels).toBe(1)
    const jpeg = await cut(gray, cutOf([60, 46], [0, 0, 56, 40]))
    expect((await sharp(jpeg).metadata()).channels).toBe(3)
    const { data } = await pixelsOf(jpeg)
    for (let at = 0; at < data.length; at += 3) expect(data[at]).toBe(data[at + 2])
  })

  test('applies no profile', async () => {
    const red = sharp({ create: { width: 40, height: 80, channels: 3, background: '#f00' } })
    const jpeg = await red.withIccProfile('p3').jpeg().toBuffer()
    const { data } = await pixelsOf(await cut(jpeg, cutOf([20, 40], [0, 0, 20, 20])))
    // #f00 of sRGB is about (234, 51, 35) in Display P3.
    expect(data[0]).toBeLessThan(240)
    expect(data[1]).toBeGreaterThan(30)
  })
})

describe('refused', () => {
  const small = cutOf([20, 10], [0, 0, 16, 8])

  test('what is no JPEG, broken, turned, of four channels, or would have to grow', async () => {
    const jpeg = await jpegOf(300, 200)
    const cmyk = await gradient(30, 20).toColourspace('cmyk').jpeg().toBuffer()
    const turned = await gradient(30, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const outcomes = await Promise.all([
      cutter.cut(await gradient(30, 20).png().toBuffer(), small, never),
      cutter.cut(Buffer.from('hello'), small, never),
      cutter.cut(jpeg.subarray(0, 900), small, never),
      cutter.cut(turned, small, never),
      cutter.cut(cmyk, small, never),
      cutter.cut(jpeg, cutOf([301, 200], [0, 0, 16, 8]), never),
    ])
    expect(outcomes.map((each) => !each.ok && each.code)).toEqual(Array(6).fill('decode_error'))
    expect(outcomes[5]).toMatchObject({
      detail: 'expected at least 301x200 px for the stored picture, got 300x200',
    })
  })

  test.each([
    ['beyond the right edge', [5, 0, 16, 8]],
    ['beyond the lower edge', [0, 3, 16, 8]],
    ['before the left edge', [-1, 0, 16, 8]],
    ['without a row', [0, 0, 16, 0]],
    ['of half a pixel', [0.5, 0, 16, 8]],
  ])('a crop %s', async (_, crop) => {
    const jpeg = await jpegOf(30, 20)
    await expect(cutter.cut(jpeg, cutOf([20, 10], crop), never)).rejects.toThrow(RangeError)
  })

  test.each([
    ['an answer to another task', '{ ok: true, pixels: [] }'],
    ['text for a picture', `{ ok: true, jpeg: 'abc' }`],
  ])('%s, from a child that a picture took over', async (name, outcome) => {
    const childScript = join(folder, `${name.replaceAll(' ', '-')}.mjs`)
    writeFileSync(
      childScript,
      `process.on('disconnect', () => process.exit())
       process.on('message', () => process.send({ kind: 'answer', exhausted: false, outcome: ${outcome} }))
       process.send({ kind: 'ready' })`,
    )
    const played = await openCutter({ limits, children: 1, childScript })
    open.push(played)
    expect(await played.cut(await jpegOf(30, 20), small, never)).toMatchObject({ code: 'decode_crash' })
  })
})
