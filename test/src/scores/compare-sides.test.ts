import { expect, it } from 'vitest'
import { compareSides } from './compare-sides.js'
import { isSameText } from './openclip-compare.js'

const rows = (...all: readonly number[][]) => all.map((row) => Float32Array.from(row))
const theirs = { images: rows([1, 0], [0, 1]), texts: rows([1, 0], [1, 0]) }

it('finds the largest difference of each kind', () => {
  const ours = { images: rows([1, 0], [0.5, 1]), texts: rows([1, 0], [1, 0.25]) }
  expect(compareSides(ours, theirs)).toEqual({ image: 0.5, text: 0.25, cosine: 0.75, anyCosine: 0.75 })
  expect(compareSides(theirs, theirs)).toEqual({ image: 0, text: 0, cosine: 0, anyCosine: 0 })
})

it('lets nothing pass that is no number, or missing', () => {
  const broken = { ...theirs, texts: rows([1, 0], [Number.NaN, 0]) }
  expect(compareSides(broken, theirs).text).toBeNaN()
  expect(() => compareSides({ ...theirs, images: rows([1, 0]) }, theirs)).toThrow(RangeError)
})

it('takes padding for no other ids, and nothing else', () => {
  expect(isSameText([7, 8, 9], [7, 8, 9, 0, 0])).toBe(true)
  expect(isSameText([7, 8, 1], [7, 8, 1, 1])).toBe(true)
  expect(isSameText([7, 8], [7, 9, 0])).toBe(false)
  expect(isSameText([7, 8], [7, 8, 9, 0])).toBe(false)
  expect(isSameText([7, 8, 9], [7, 8])).toBe(false)
})
