import { expect, it } from 'vitest'
import { fitLogistic } from './fit-logistic.js'

it('finds the chances of a table that has an exact answer', () => {
  const rows = (count: number, x: number, right: boolean) =>
    Array.from({ length: count }, () => ({ terms: [1, x], right }))
  const [base = 0, slope = 0] = fitLogistic([
    ...rows(1, 0, true),
    ...rows(3, 0, false),
    ...rows(9, 1, true),
    ...rows(1, 1, false),
  ])
  // With one term of two values the fit is the log odds of each: 1:3 and 9:1.
  expect(base).toBeCloseTo(Math.log(1 / 3), 4)
  expect(base + slope).toBeCloseTo(Math.log(9), 4)
})
