import { expect, test } from 'vitest'
import { count, interval, percent, rateText, ratio, score } from './rate.js'

test('rounding never claims an end', () => {
  expect([0, 1, 0.1234, 0.0056, 0.00004, 0.99996].map((share) => percent(share))).toEqual([
    '0\u00a0%',
    '100\u00a0%',
    '12.3\u00a0%',
    '0.56\u00a0%',
    '< 0.01\u00a0%',
    '> 99.9\u00a0%',
  ])
})

test('null is a dash, and has no interval', () => {
  expect([count(null), percent(null), ratio(null), score(null), interval(null, null)]).toEqual([
    '–',
    '–',
    '–',
    '–',
    '',
  ])
  expect(rateText({ k: 0, n: 0, rate: null, low: null, high: null })).toBe('–')
})

test('counts, ratios, scores and rates as a reader expects them', () => {
  expect(count(1_234_567)).toBe('1,234,567')
  expect([0.5, 12.34, 123.4, 1234].map((x) => ratio(x))).toEqual(['0.50', '12.3', '123', '1,234'])
  expect([score(0.2749), score(-0.0051), score(0.02, true), score(-0.0001)]).toEqual([
    '0.275',
    '−0.005',
    '+0.020',
    '0.000',
  ])
  expect(rateText({ k: 12, n: 100, rate: 0.12, low: 0.07, high: 0.2 })).toBe(
    '12.0\u00a0% [7.0\u00a0%, 20.0\u00a0%]',
  )
})
