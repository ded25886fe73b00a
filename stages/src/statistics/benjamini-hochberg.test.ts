import { describe, expect, it } from 'vitest'
import { benjaminiHochberg } from './benjamini-hochberg.js'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'

describe('benjaminiHochberg', () => {
  it('rejects the four of the example of the paper', () => {
    // Benjamini and Hochberg 1995, section 3.1.
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ]
    const q = benjaminiHochberg(p)
    expect(q.map((value) => (value ?? 1) <= 0.05)).toEqual(p.map((_, at) => at < 4))
    expect(q[3]).toBeCloseTo((0.0095 * 15) / 4, 14)
  })

  it('keeps the order given, gives ties the same q, and does not count what was not tested', () => {
    expect(benjaminiHochberg([0.04, null, 0.01, 0.04, null])).toEqual([0.04, null, 0.03, 0.04, null])
    expect(benjaminiHochberg([1, 0.9])).toEqual([1, 1])
    expect(benjaminiHochberg([])).toEqual([])
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses %d', (p) => {
    expect(() => benjaminiHochberg([0.5, p])).toThrow('Expected 0..1 for pValues[1]')
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { p, q } = vector('bh')
    benjaminiHochberg(p).forEach((value, at) => {
      expect(value).toBeCloseTo(q[at] ?? Number.NaN, 12)
    })
  })
})
