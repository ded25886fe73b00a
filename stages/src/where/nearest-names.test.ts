import { expect, it } from 'vitest'
import { nearestNames } from './nearest-names.js'

const KNOWN = ['URL', 'original_width', 'original_height', 'punsafe', 'similarity', 'similarity_b32']

it.each([
  ['url', ['URL']],
  ['orignal_width', ['original_width']],
  ['pusnafe', ['punsafe']],
  ['similarity_b16', ['similarity_b32', 'similarity']],
  ['x', []],
  ['', []],
  ['y'.repeat(10_000), []],
])('%.20s is near %j', (name, expected) => {
  expect(nearestNames(name, KNOWN)).toEqual(expected)
})
