import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { associate } from './pmi.js'

describe('associate', () => {
  it('gives the numbers of a table worked by hand', () => {
    // Cells with ½: 2, 4, 6, 8 of 20.
    const found = associate({ both: 1.5, x: 5, y: 7, total: 18 })
    expect(found?.pmi).toBeCloseTo(Math.log(0.1 / (0.3 * 0.4)), 14)
    expect(found?.npmi).toBeCloseTo(Math.log(0.1 / (0.3 * 0.4)) / -Math.log(0.1), 14)
    expect(found?.logOddsRatio).toBeCloseTo(Math.log(16 / 24), 14)
    expect(found?.standardError).toBeCloseTo(Math.sqrt(1 / 2 + 1 / 4 + 1 / 6 + 1 / 8), 14)
  })

  it('is 0 at independence, close to 1 for a word and itself, close to -1 for two never together', () => {
    expect(associate({ both: 25, x: 50, y: 50, total: 100 })).toMatchObject({
      pmi: 0,
      npmi: 0,
      logOddsRatio: 0,
    })
    expect(associate({ both: 5e5, x: 5e5, y: 5e5, total: 1e12 })?.npmi).toBeGreaterThan(0.999)
    const never = associate({ both: 0, x: 5e11, y: 5e11, total: 1e12 })?.npmi
    expect(never).toBeLessThan(-0.9)
    expect(never).toBeGreaterThan(-1)
  })

  it('is null without documents', () => {
    expect(associate({ both: 0, x: 0, y: 0, total: 0 })).toBeNull()
  })

  it.each([
    { both: 3, x: 2, y: 5, total: 9 },
    { both: 0, x: 6, y: 6, total: 9 },
    { both: -1, x: 2, y: 2, total: 9 },
  ])('refuses a table with a negative cell: %o', (table) => {
    expect(() => associate(table)).toThrow(/^Expected a finite number >= 0 for/)
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    for (const { nxy, nx, ny, N, pmi, npmi, log_or, se_log_or } of vector('npmi_smoothed')) {
      const found = associate({ both: nxy, x: nx, y: ny, total: N })
      expect(found?.pmi).toBeCloseTo(pmi, 11)
      expect(found?.npmi).toBeCloseTo(npmi, 11)
      expect(found?.logOddsRatio).toBeCloseTo(log_or, 11)
      expect(found?.standardError).toBeCloseTo(se_log_or, 11)
    }
  })
})
