import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Resample } from './resample-weights.js'
import { type RgbPixels, resizeExact } from './resize-exact.js'

/** Noise by formula: every sample differs from its neighbours, so that a wrong weight shows. */
function noise(width: number, height: number): RgbPixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    Number(((BigInt(i) * 2654435761n + 12345n) >> 13n) & 255n),
  )
  return { data, width, height }
}

/** First 16 hex digits of the sha256 of `Image.resize((w, h), filter).tobytes()`, Pillow 9.4. */
const pillow: readonly [Resample, number, number, number, number, string][] = [
  ['bicubic', 50, 37, 224, 224, 'db83a09795a61912'],
  ['bilinear', 50, 37, 224, 224, '847d88e93400e357'],
  ['bicubic', 300, 200, 64, 64, '9532751b547babb8'],
  ['bilinear', 300, 200, 64, 64, 'caa83d53806c5014'],
  ['bicubic', 7, 5, 3, 2, 'f2034515142f62d1'],
  ['bilinear', 7, 5, 3, 2, '611a32616bcc4e49'],
  ['bicubic', 3, 3, 5, 4, '5ffb057ea459292f'],
  ['bilinear', 3, 3, 5, 4, 'cdd1a3fe6767982e'],
  ['bicubic', 1, 1, 8, 8, 'cf71c2cb5435e127'],
  ['bilinear', 1, 1, 8, 8, 'cf71c2cb5435e127'],
  ['bicubic', 640, 3, 64, 17, '8f948850172c7993'],
  ['bilinear', 640, 3, 64, 17, '46f1de44e883f6e9'],
  ['bicubic', 2, 900, 9, 64, 'c49b3126cb19f954'],
  ['bilinear', 2, 900, 9, 64, 'df7469c4d6baa50e'],
  ['bicubic', 31, 64, 64, 64, '46ab43ff33bbef5e'],
  ['bilinear', 31, 64, 64, 64, '48b7eb998951330e'],
  ['bicubic', 64, 31, 64, 64, 'f86539c35fcb2661'],
  ['bilinear', 64, 31, 64, 64, '21ccc4e96779f9e1'],
  ['bicubic', 1000, 700, 320, 224, 'f667471e955cce37'],
  ['bilinear', 1000, 700, 320, 224, '3d98e2647b814c47'],
]

test.each(pillow)('%s %dx%d to %dx%d is what Pillow gives', (resample, w, h, width, height, digest) => {
  const resized = resizeExact(noise(w, h), { width, height }, resample)
  expect(createHash('sha256').update(resized).digest('hex').slice(0, 16)).toBe(digest)
})

test('a few of those bytes by name', () => {
  expect([...resizeExact(noise(7, 5), { width: 3, height: 2 }, 'bicubic')]).toEqual([
    96, 138, 132, 113, 135, 117, 94, 148, 125, 120, 140, 117, 101, 149, 130, 118, 133, 128,
  ])
})

describe('a window', () => {
  test.each([
    { from: [90, 70], to: [40, 31], window: { left: 5, top: 3, width: 20, height: 20 } },
    { from: [20, 31], to: [57, 31], window: { left: 31, top: 30, width: 26, height: 1 } },
    { from: [40, 10], to: [40, 33], window: { left: 39, top: 0, width: 1, height: 33 } },
    { from: [12, 9], to: [12, 9], window: { left: 2, top: 1, width: 7, height: 8 } },
  ] as const)('of $from to $to is that part of the whole', ({ from, to: [width, height], window }) => {
    const source = noise(from[0], from[1])
    const whole = resizeExact(source, { width, height }, 'bicubic')
    const part = resizeExact(source, { width, height }, 'bicubic', window)
    const expected = Array.from({ length: window.height }, (_, y) => {
      const at = ((window.top + y) * width + window.left) * 3
      return [...whole.subarray(at, at + window.width * 3)]
    })
    expect([...part]).toEqual(expected.flat())
  })

  test.each([
    { left: -1, top: 0, width: 2, height: 2 },
    { left: 0, top: 3, width: 4, height: 2 },
    { left: 0, top: 0, width: 0, height: 2 },
    { left: 0.5, top: 0, width: 2, height: 2 },
  ])('%j outside the result is refused', (window) => {
    expect(() => resizeExact(noise(8, 8), { width: 4, height: 4 }, 'bicubic', window)).toThrow(RangeError)
  })
})

test('pixels of another size than said are refused', () => {
  const short = { ...noise(8, 8), height: 9 }
  expect(() => resizeExact(short, { width: 4, height: 4 }, 'bilinear')).toThrow('8x9, got 192 bytes')
})
