import { expect, it } from 'vitest'
import { lengthRange } from './length-range.js'

it.each([
  [5, 13, '5 to 12'],
  [7, 8, '7'],
  [90, 4001, '90 to 4,000'],
])('writes [%i, %i)', (low, high, text) => {
  expect(lengthRange(low, high)).toBe(text)
})
