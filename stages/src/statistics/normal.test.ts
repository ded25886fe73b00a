import { describe, expect, it } from 'vitest'
import { Z95 } from './interval.js'
import { normalCdf, normalQuantile, twoSidedP } from './normal.js'

describe('normalQuantile', () => {
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
  ])('gives the value printed with AS 241 for %d', (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, 14)
  })

  it('gives the 95 % quantile, the ends and the middle', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(Z95, 14)
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity])
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (p) => {
    expect(() => normalQuantile(p)).toThrow('Expected 0..1 for p')
  })
})

describe('normalCdf', () => {
  // Abramowitz and Stegun, table 26.1.
  it.each([
    [0, 0.5],
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
  ])('gives the tabled P(%d)', (x, p) => {
    expect(normalCdf(x)).toBeCloseTo(p, 14)
    expect(normalCdf(-x)).toBeCloseTo(1 - p, 14)
  })

  // The continued fraction of Q(x) in 50-digit arithmetic.
  it.each([
    [-5, 2.866515718791939e-7],
    [-10, 7.619853024160527e-24],
    [-30, 4.906713927148187e-198],
  ])('keeps the relative error small in the tail at %d', (x, p) => {
    expect(normalCdf(x) / p).toBeCloseTo(1, 13)
  })

  it('undoes the quantile', () => {
    for (const p of [1e-12, 0.01, 0.2, 0.4, 0.6, 0.99])
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 14)
    expect(normalCdf(Number.NaN)).toBeNaN()
  })
})

describe('twoSidedP', () => {
  it('is .05 at the 95 % quantile, 1 at 0, and does not cancel', () => {
    expect(twoSidedP(Z95)).toBeCloseTo(0.05, 14)
    expect(twoSidedP(0)).toBe(1)
    expect(twoSidedP(10)).toBe(2 * normalCdf(-10))
  })
})
