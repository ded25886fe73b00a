import { expect, it } from 'vitest'
import { fitLabel } from './label-width.js'

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['a😀b', 3, 'a…'],
  ['', 3, ''],
])('fits %s into %i', (text, width, fitted) => {
  expect(fitLabel(text, width)).toBe(fitted)
})
