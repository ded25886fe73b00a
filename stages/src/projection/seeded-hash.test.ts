import { expect, test } from 'vitest'
import { createHash, createUniform, drawRows, mix32 } from './seeded-hash.js'

test('The finaliser is that of MurmurHash3: its hashes of no bytes with seeds 0, 1 and 2^32 - 1', () => {
  expect([0, 1, 0xffffffff].map(mix32)).toEqual([0, 0x514e28b7, 0x81f16f39])
})

test('No two indices of a stream share a hash; streams and seeds, also beyond 32 bits, differ', () => {
  const hashes = (seed: number, stream: 'landmarks' | 'judged'): readonly number[] => {
    const hash = createHash(seed, stream)
    return Array.from({ length: 50_000 }, (_, index) => hash(index))
  }
  const first = hashes(1, 'landmarks')
  expect(new Set(first).size).toBe(50_000)
  for (const other of [hashes(1, 'judged'), hashes(2, 'landmarks'), hashes(1 + 2 ** 32, 'landmarks')]) {
    expect(other.filter((hash, index) => hash === first[index]).length).toBeLessThan(3)
  }
})

test('Uniform numbers: mean and chi-square of 100 bins as chance has them', () => {
  const uniform = createUniform(3, 'layout')
  const bins = new Uint32Array(100)
  let sum = 0
  for (let drawn = 0; drawn < 100_000; drawn++) {
    const u = uniform()
    sum += u
    bins[Math.floor(u * 100)] = (bins[Math.floor(u * 100)] ?? 0) + 1
  }
  // Five standard deviations of the mean; 0.001 and 0.999 quantiles of chi-square with 99 degrees of freedom.
  expect(Math.abs(sum / 100_000 - 0.5)).toBeLessThan(5 / Math.sqrt(12 * 100_000))
  const square = bins.reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0)
  expect(square).toBeGreaterThan(60)
  expect(square).toBeLessThan(149)
})

test('Drawn rows are different, the fewer a part of the more, all where there are no more', () => {
  const draw = { seed: 5, stream: 'judged' } as const
  const many = drawRows(50_000, 2000, draw)
  expect(new Set(many).size).toBe(2000)
  expect(Math.max(...many)).toBeLessThan(50_000)
  expect([...drawRows(50_000, 100, draw)]).toEqual([...many.subarray(0, 100)])
  expect([...drawRows(7, 2000, draw)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
})
