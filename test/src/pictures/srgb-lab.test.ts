import { expect, test } from 'vitest'
import { differenceOf, labOf, pictureDifference, type Rgb } from './srgb-lab.js'

/** Lindbloom's CIE Color Calculator, sRGB, D65, no adaptation. */
const KNOWN: readonly (readonly [Rgb, readonly number[]])[] = [
  [
    [255, 255, 255],
    [100, 0, 0],
  ],
  [
    [0, 0, 0],
    [0, 0, 0],
  ],
  [
    [255, 0, 0],
    [53.24, 80.09, 67.2],
  ],
  [
    [0, 255, 0],
    [87.73, -86.18, 83.18],
  ],
  [
    [0, 0, 255],
    [32.3, 79.19, -107.86],
  ],
  [
    [119, 119, 119],
    [50.03, 0, 0],
  ],
]

test.each(KNOWN)('L*a*b* of %j is %j', (rgb, lab) => {
  labOf(rgb).forEach((value, i) => {
    expect(Math.abs(value - (lab[i] ?? Number.NaN))).toBeLessThan(0.06)
  })
})

test('no difference is 0, white from black is 100', () => {
  expect(differenceOf([9, 99, 200], [9, 99, 200])).toBe(0)
  expect(differenceOf([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 1)
})

test('pictures: mean and largest over the pixels; of two sizes infinite', () => {
  const one = Buffer.from([0, 0, 0, 255, 255, 255])
  const { mean, max } = pictureDifference(one, Buffer.from([0, 0, 0, 0, 0, 0]))
  expect(mean).toBeCloseTo(50, 1)
  expect(max).toBeCloseTo(100, 1)
  expect(pictureDifference(one, Buffer.alloc(3)).max).toBe(Number.POSITIVE_INFINITY)
})
