import { describe, expect, it } from 'vitest'
import { isEnough, isTold } from './minimum.js'

/** k of n rows in each of `clusters`. */
function spread(k: number, n: number, clusters: number) {
  return { k: new Float64Array(clusters).fill(k), n: new Float64Array(clusters).fill(n) }
}

describe('isEnough', () => {
  it.each([
    ['7.5 expected to be cut', spread(0, 10, 5), spread(3, 10, 5), false],
    ['12.5 expected to be cut', spread(1, 10, 5), spread(4, 10, 5), true],
    ['49 rows', spread(3, 7, 7), spread(5, 10, 10), false],
    ['9.2 expected to pass', spread(9, 10, 5), spread(73, 90, 10), false],
    ['four domains', spread(5, 25, 4), spread(5, 10, 10), false],
    ['a rest of 49 rows', spread(5, 10, 10), spread(3, 7, 7), false],
    ['a rest of four domains', spread(5, 10, 10), spread(5, 25, 4), false],
    ['five domains each', spread(5, 20, 5), spread(5, 20, 5), true],
  ])('says whether a group can be compared: %s', (_, group, rest, enough) => {
    expect(isEnough(group, rest)).toBe(enough)
  })
})

describe('isTold', () => {
  it.each([
    [0, 9, false],
    [0, 10, true],
    [10, 10, true],
    [9, 18, false],
    [9, 19, true],
    [0, 0, false],
  ])('%d of %d: %s', (k, n, told) => {
    expect(isTold({ k, n })).toBe(told)
  })
})
