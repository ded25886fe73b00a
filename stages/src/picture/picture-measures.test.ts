import { expect, test } from 'vitest'
import { brightnessOf } from './brightness.js'
import { differenceHash } from './dhash.js'
import { lumaOf } from './luma.js'

/** Also made in Python, see below. */
function formula(width: number, height: number, channels: number): Buffer {
  const data = Buffer.alloc(width * height * channels)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let k = 1; k <= channels; k++) data[at++] = (x * x * k + 3 * x * y + 7 * y * y) % 253
    }
  }
  return data
}

/**
 * Golden values of imagehash 4.3.2 with Pillow 12.1.1 (13.0.0 has another hash for 33x257 and 31x500, see dhash.ts):
 *   d = bytes((x*x*k + 3*x*y + 7*y*y) % 253 for y in range(h) for x in range(w) for k in range(1, c + 1))
 *   picture = Image.frombytes('RGB' if c == 3 else 'L', (w, h), d)
 *   stat = ImageStat.Stat(picture.convert('L'))
 *   imagehash.dhash(picture), stat.mean[0], stat.stddev[0]
 */
test.each([
  [9, 8, 1, 'fffffffffef77ffd', 102.83333333333333, 72.96231904209186],
  [1, 1, 1, '0000000000000000', 0.0, 0.0],
  [1, 300, 1, '0000000000000000', 130.02666666666667, 76.66271989841101],
  [300, 1, 3, 'e1e1e1e1e1e1e1e1', 120.42333333333333, 61.407796374365645],
  [2, 3, 3, '2424343afeffffff', 14.166666666666666, 13.371819455689474],
  [9, 40, 1, '7651ac666c495555', 121.525, 74.41415215983226],
  [40, 8, 1, 'c8c5d2a1b14aaaa9', 120.490625, 73.68212919093322],
  [16, 16, 1, 'fef0d66929526bb5', 122.6484375, 73.9076799379374],
  [200, 150, 3, '93964a9345d93631', 126.0363, 49.48246270794667],
  [33, 257, 3, 'ad92c58a998b4dcd', 125.80462209645088, 52.94390075935375],
  [640, 480, 1, '0066246291662624', 124.55194661458333, 73.33394518497545],
  [20, 20, 3, 'f5ca1a546445a9ac', 123.8825, 55.0070331298644],
  [31, 500, 1, 'ba99cdc63299c98c', 126.50832258064516, 73.49267065777424],
  [500, 31, 3, 'ee2bd53133662921', 127.24529032258064, 49.89199651776441],
] as const)('Pillow and imagehash.dhash: %i x %i x %i', (width, height, channels, hash, mean, deviation) => {
  const gray = lumaOf({ data: formula(width, height, channels), width, height, channels })
  expect(differenceHash({ data: gray, width, height })).toBe(hash)
  const brightness = brightnessOf(gray)
  expect(brightness.mean).toBeCloseTo(mean, 11)
  expect(brightness.contrast).toBeCloseTo(deviation, 11)
})

/** `Image.new('RGB', (1, 1), colour).convert('L')` of Pillow 12.1.1. */
test.each([
  [[255, 0, 0], 76],
  [[0, 255, 0], 150],
  [[0, 0, 255], 29],
  [[1, 2, 3], 2],
  [[255, 255, 255], 255],
  [[17, 200, 90], 133],
  [[254, 1, 128], 91],
])('luma of %o', (colour, luma) => {
  expect([...lumaOf({ data: Buffer.from(colour), width: 1, height: 1, channels: 3 })]).toEqual([luma])
})

test.each([0, 128, 255])('a flat picture of %i has no gradient and no contrast', (level) => {
  const gray = new Uint8Array(8000).fill(level)
  expect(differenceHash({ data: gray, width: 100, height: 80 })).toBe('0000000000000000')
  expect(brightnessOf(gray)).toEqual({ mean: level, contrast: 0 })
})

test('half black, half white is the most contrast there is', () => {
  expect(brightnessOf(Uint8Array.of(0, 255, 255, 0))).toEqual({ mean: 127.5, contrast: 127.5 })
})

test.each([
  [{ data: Buffer.alloc(4), width: 1, height: 1, channels: 4 }, 'Expected 1 or 3 for channels, got 4'],
  [
    { data: Buffer.alloc(5), width: 1, height: 2, channels: 3 },
    'Expected 1 x 2 x 3 bytes for data, and at least one, got 5',
  ],
  [
    { data: Buffer.alloc(0), width: 0, height: 2, channels: 1 },
    'Expected 0 x 2 x 1 bytes for data, and at least one, got 0',
  ],
])('pixels that are none: %o', (pixels, message) => {
  expect(() => lumaOf(pixels)).toThrow(new RangeError(message))
})

test('no brightness of nothing', () => {
  expect(() => brightnessOf(new Uint8Array())).toThrow(RangeError)
})
