import { expect, test } from 'vitest'
import { finiteRows, toBytes, toPlanes } from './picture-tensor.js'
import { psnr } from './psnr.js'

const all = Uint8Array.from({ length: 2 * 256 * 3 }, (_, i) => (i * 7 + (i % 3) * 50) % 256)

test.each(['0..1', '-1..1'] as const)('every byte survives the way to planes and back: %s', (range) => {
  expect(toBytes(toPlanes(all, 2, range), 2, range)).toEqual(all)
})

test('planes of each picture, in the range of the VAE', () => {
  const two = Uint8Array.of(0, 51, 255, 102, 153, 204)
  const f = Math.fround
  expect([...toPlanes(two, 1, '0..1')]).toEqual([0, 0.4, 0.2, 0.6, 1, 0.8].map(f))
  expect([...toPlanes(two, 2, '0..1')]).toEqual([0, 0.2, 1, 0.4, 0.6, 0.8].map(f))
  expect([...toPlanes(Uint8Array.of(0, 255, 51), 1, '-1..1')]).toEqual([-1, 1, f(f(0.4) - 1)])
})

test('what lies outside the range is cut off', () => {
  expect([...toBytes(Float32Array.of(-3, 0.5, 7), 1, '0..1')]).toEqual([0, 128, 255])
  expect([...toBytes(Float32Array.of(-3, 0, 7), 1, '-1..1')]).toEqual([0, 128, 255])
})

test('rows that float16 cannot hold', () => {
  const rows = [
    [1, -65504],
    [Number.NaN, 0],
    [0, Number.POSITIVE_INFINITY],
    [-65520, 0],
  ]
  expect([...finiteRows(Float32Array.from(rows.flat()), 4)]).toEqual([1, 0, 0, 0])
})

test('psnr', () => {
  // scikit-image's peak_signal_noise_ratio of a difference of one level everywhere: 20 · log10(255).
  expect(psnr(new Uint8Array(9).fill(7), new Uint8Array(9).fill(8))).toBeCloseTo(48.1308, 4)
  expect(psnr(Uint8Array.of(0, 0), Uint8Array.of(255, 0))).toBeCloseTo(10 * Math.log10(2), 12)
  expect(psnr(all, all)).toBe(Number.POSITIVE_INFINITY)
  expect(() => psnr(all, new Uint8Array(3))).toThrow('of one length')
})
