import { expect, test } from 'vitest'
import { fitArea } from './fit-area.js'

const megapixel = 1024 * 1024

test.each([
  [1024, 1024, megapixel, 1024, 1024],
  [10, 20, megapixel, 10, 20],
  [2048, 2048, megapixel, 1024, 1024],
  [4000, 3000, megapixel, 1182, 887],
  [3000, 4000, megapixel, 887, 1182],
  [1, 65_535, megapixel, 1, 65_535],
  [1, 40_000_000, megapixel, 1, 1_048_576],
  [1_000_000, 2, megapixel, 724_077, 1],
  [5, 3, 1, 1, 1],
  [100, 1, 50, 50, 1],
])('%i x %i in %i is %i x %i', (width, height, maxArea, newWidth, newHeight) => {
  expect(fitArea({ width, height }, maxArea)).toEqual({ width: newWidth, height: newHeight })
})

test('never above the area or the original, never below a pixel, shape kept within a pixel', () => {
  for (let i = 1; i <= 3000; i++) {
    const width = 1 + ((i * 7919) % 9973)
    const height = 1 + ((i * 104_729) % 8191)
    const maxArea = 1 + ((i * 15_485_863) % 500_000)
    const fitted = fitArea({ width, height }, maxArea)
    expect(fitted.width * fitted.height).toBeLessThanOrEqual(maxArea)
    expect(fitted.width).toBeGreaterThanOrEqual(1)
    expect(fitted.height).toBeGreaterThanOrEqual(1)
    expect(fitted.width).toBeLessThanOrEqual(width)
    expect(fitted.height).toBeLessThanOrEqual(height)
    const [long, short] = width >= height ? [fitted.width, fitted.height] : [fitted.height, fitted.width]
    const ideal = (long * Math.min(width, height)) / Math.max(width, height)
    expect(Math.abs(short - ideal)).toBeLessThanOrEqual(1)
  }
})
