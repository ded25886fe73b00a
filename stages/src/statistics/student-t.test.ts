import { describe, expect, it } from 'vitest'
import { twoSidedP } from './normal.js'
import { studentTwoSidedP, studentTwoSidedQuantile } from './student-t.js'

describe('studentTwoSidedQuantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, column .975.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ])('gives the tabled value for %d degrees of freedom', (degrees, t) => {
    expect(studentTwoSidedQuantile(0.05, degrees)).toBeCloseTo(t, 3)
  })

  it('undoes the p and comes to the normal quantile', () => {
    for (const degrees of [0.7, 1, 3.4, 60, 1e4])
      for (const p of [0.9, 0.05, 1e-6])
        expect(studentTwoSidedP(studentTwoSidedQuantile(p, degrees), degrees) / p).toBeCloseTo(1, 11)
    expect(studentTwoSidedQuantile(0.05, 1e9)).toBeCloseTo(1.959963984540054, 7)
  })

  it.each([0, 1, Number.NaN])('refuses p = %d', (p) => {
    expect(() => studentTwoSidedQuantile(p, 3)).toThrow('Expected between 0 and 1 for p')
  })
})

describe('studentTwoSidedP', () => {
  it('has closed forms for 1, 2 and 3 degrees of freedom', () => {
    for (const t of [1e-9, 0.1, 0.9, 1.7, 6, 300]) {
      expect(studentTwoSidedP(t, 1) / (1 - (2 / Math.PI) * Math.atan(t))).toBeCloseTo(1, 10)
      expect(studentTwoSidedP(-t, 2)).toBeCloseTo(1 - t / Math.sqrt(t * t + 2), 12)
      const angle = Math.atan(t / Math.sqrt(3))
      const three = 1 - (2 / Math.PI) * (angle + Math.sin(angle) * Math.cos(angle))
      expect(studentTwoSidedP(t, 3)).toBeCloseTo(three, 12)
    }
  })

  it('comes to the normal p with many degrees of freedom', () => {
    for (const t of [0.3, 2, 5]) expect(studentTwoSidedP(t, 1e8) / twoSidedP(t)).toBeCloseTo(1, 5)
  })

  it('is 1 at 0, 0 at infinity, and refuses no degrees of freedom', () => {
    expect([studentTwoSidedP(0, 5), studentTwoSidedP(-Infinity, 5)]).toEqual([1, 0])
    expect(() => studentTwoSidedP(1, 0)).toThrow('Expected > 0 for degrees, got 0')
    expect(() => studentTwoSidedP(Number.NaN, 2)).toThrow('Expected a number for t')
  })
})
