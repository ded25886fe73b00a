import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromHalf, toHalf } from './half.js'

/** float32 and its float16 bits as numpy 1.24 casts it. */
test.each([
  [0, 0],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [1 / 3, 0x3555],
  [0.1, 0x2e66],
  [65504, 0x7bff],
  [65519.996, 0x7bff],
  [65520, 0x7c00],
  [1e30, 0x7c00],
  [1e-8, 0],
  [2 ** -24, 1],
  [2 ** -25, 0],
  [2 ** -25 * 1.0000001, 1],
  [3 * 2 ** -25, 2],
  [5.97e-8, 1],
  [6.1e-5, 0x3ff],
  [2 ** -14, 0x400],
  [2 ** -14 - 2 ** -25, 0x400],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2049, 0x6800],
  [2051, 0x6802],
  [Number.POSITIVE_INFINITY, 0x7c00],
  [Number.NEGATIVE_INFINITY, 0xfc00],
])('%d', (value, half) => {
  expect(toHalf(value)).toBe(half)
})

test('a walk over all float32 but NaN gives the bytes of numpy', () => {
  const floats = new Float32Array(Uint32Array.from({ length: 9363 }, (_, i) => i * 65537 * 7).buffer)
  const halves = Uint16Array.from([...floats].filter((x) => !Number.isNaN(x)).map(toHalf))
  expect(halves.length).toBe(9325)
  expect(createHash('sha256').update(halves).digest('hex').slice(0, 16)).toBe('639754eda9548663')
})

test('every float16 survives the way to float32 and back', () => {
  for (let half = 0; half < 65536; half++) {
    const value = fromHalf(half)
    if (Number.isNaN(value)) expect((half & 0x7fff) > 0x7c00).toBe(true)
    else if (toHalf(value) !== half) expect(toHalf(value)).toBe(half)
  }
})

test('NaN stays NaN', () => {
  expect(fromHalf(toHalf(Number.NaN))).toBeNaN()
  expect(toHalf(Number.NaN) & 0x7c00).toBe(0x7c00)
})
