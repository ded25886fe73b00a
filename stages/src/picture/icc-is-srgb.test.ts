import sharp from 'sharp'
import { expect, test } from 'vitest'
import { iccIsSrgb } from './icc-is-srgb.js'
import { gradient } from './test-pictures.js'

async function profile(name: string): Promise<Buffer> {
  const { icc } = await sharp(await gradient(8, 8).withIccProfile(name).jpeg().toBuffer()).metadata()
  return Buffer.from(icc ?? [])
}

test('sRGB is sRGB for three components only', async () => {
  const srgb = await profile('srgb')
  expect(iccIsSrgb(srgb, 3)).toBe(true)
  expect(iccIsSrgb(srgb, 1)).toBe(false)
})

test('Display P3 has the curve but not the primaries', async () => {
  expect(iccIsSrgb(await profile('p3'), 3)).toBe(false)
})

test('what a profile calls itself does not matter', async () => {
  const p3 = await profile('p3')
  p3.write('sRGB IEC61966-2.1', p3.indexOf('desc', 200) + 12, 'latin1')
  expect(iccIsSrgb(p3, 3)).toBe(false)
})

test('another curve is not sRGB', async () => {
  const linear = await profile('srgb')
  const para = linear.indexOf('para', 132)
  linear.writeInt32BE(65536, para + 12)
  expect(iccIsSrgb(linear, 3)).toBe(false)
})

test('broken profiles are not sRGB and never throw', async () => {
  const srgb = await profile('srgb')
  for (let n = 0; n < srgb.length; n += 3) expect(iccIsSrgb(srgb.subarray(0, n), 3)).toBe(false)
  for (let at = 0; at < srgb.length; at++) {
    const flipped = Buffer.from(srgb)
    flipped[at] = 0xff
    expect(() => iccIsSrgb(flipped, 3)).not.toThrow()
  }
})
