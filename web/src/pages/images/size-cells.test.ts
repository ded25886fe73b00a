import { expect, it } from 'vitest'
import { pixelRange, sizeCells, sizeEdge } from './size-cells.js'

it('puts edges half a doubling apart', () => {
  expect([0, 2, 14, 16].map(sizeEdge)).toEqual([1, 2, 128, 256])
  expect(sizeEdge(15)).toBeCloseTo(128 * Math.SQRT2, 10)
})

it('gives the bounds of each cell, most rows first', () => {
  const [first, second] = sizeCells([
    [14, 16, 3, 1],
    [16, 14, 9, 9],
  ])
  expect(first).toMatchObject({ left: 256, bottom: 128, rows: 9, kept: 9 })
  expect(second).toMatchObject({ left: 128, bottom: 256, rows: 3, kept: 1 })
  expect(second?.top).toBeCloseTo(256 * Math.SQRT2, 10)
})

it('names the whole pixels of a range, and every size belongs to exactly one', () => {
  expect(pixelRange(128, 181.02)).toBe('128–181')
  expect(pixelRange(181.02, 256)).toBe('182–255')
  expect(pixelRange(1, Math.SQRT2)).toBe('1')
})
