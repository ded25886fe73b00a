import { expect, it } from 'vitest'
import { cutValues } from './cut-values.js'

it.each([
  ['aesthetic >= 4.5', 'aesthetic', [4.5]],
  ['punsafe<0.3', 'punsafe', [0.3]],
  ['x between -1 and 2e-1', 'x', [-1, 0.2]],
  ['not (x BETWEEN 0 AND 1)', 'x', [0, 1]],
  ['(x < 1 or y > 2 or x > 3)', 'x', [1, 3]],
  ["tag = 'red'", 'tag', []],
  ['x is null', 'x', []],
  ['x in (1, 2)', 'x', []],
  ['xx >= 1', 'x', []],
  ['x >=', 'x', []],
])('reads %s', (term, column, values) => {
  expect(cutValues(term, column)).toEqual(values)
})
