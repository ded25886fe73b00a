import { expect, test } from 'vitest'
import { perceptualHash } from './perceptual-hash.js'

/** Also made in Python, see below. */
function formula(width: number, height: number, channels: 1 | 3): Buffer {
  const data = Buffer.alloc(width * height * channels)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let k = 1; k <= channels; k++) data[at++] = (x * x * k + 3 * x * y + 7 * y * y) % 253
    }
  }
  return data
}

/**
 * Golden values of imagehash 4.3.2 with Pillow 12.3.0 (Pillow 13 differs for 33x257, see perceptual-hash.ts):
 *   d = bytes((x*x*k + 3*x*y + 7*y*y) % 253 for y in range(h) for x in range(w) for k in range(1, c + 1))
 *   imagehash.phash(Image.frombytes('RGB' if c == 3 else 'L', (w, h), d))
 */
test.each([
  [200, 150, 3, 'e9a59ca3c89d132e'],
  [33, 257, 3, '837c8f7896f600ba'],
  [640, 480, 1, 'f6aa06a3d9fc06a8'],
  [20, 20, 3, '960d0a0e1f1a7ff8'],
  [32, 32, 1, '8f461f0f0e0b2d97'],
  [500, 31, 3, 'ae272627266627f2'],
] as const)('imagehash.phash of %i x %i x %i', (width, height, channels, golden) => {
  expect(perceptualHash({ data: formula(width, height, channels), width, height, channels })).toBe(golden)
})

test.each([
  [0, '0000000000000000'],
  [128, '8000000000000000'],
  [255, '8000000000000000'],
])('a flat picture of %i has no noise in its hash', (level, golden) => {
  const data = Buffer.alloc(100 * 80 * 3, level)
  expect(perceptualHash({ data, width: 100, height: 80, channels: 3 })).toBe(golden)
})
