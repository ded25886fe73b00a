import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { mantelHaenszel, stratumRange } from './mantel-haenszel.js'
import type { PairedTrials } from './trials.js'

const stratum = (k1: number, n1: number, k2: number, n2: number): PairedTrials => ({
  first: { k: k1, n: n1 },
  second: { k: k2, n: n2 },
})

describe('mantelHaenszel', () => {
  it('gives 1.33 for deaths under tolbutamide by age', () => {
    // UGDP data as in Rothman and Greenland, Modern Epidemiology, chapter 15.
    const found = mantelHaenszel([stratum(8, 106, 5, 120), stratum(22, 98, 16, 85)])
    expect(found?.ratio).toBeCloseTo(1.33, 2)
    // Greenland and Robins's variance worked by hand: (3.0605 + 7.5286)/(14.467·10.913).
    expect(found?.standardError).toBeCloseTo(Math.sqrt(10.5891 / (14.4671 * 10.9133)), 4)
  })

  it('is the plain ratio with its plain variance for one stratum', () => {
    const found = mantelHaenszel([stratum(30, 90, 20, 120)])
    expect(found?.ratio).toBeCloseTo(30 / 90 / (20 / 120), 14)
    expect(found?.standardError).toBeCloseTo(Math.sqrt(1 / 30 - 1 / 90 + 1 / 20 - 1 / 120), 12)
  })

  it('finds no effect where all of the crude one is the strata', () => {
    // Rates .9 and .1 in both groups; the first group lies mostly in the second stratum. Crude: .26/.74.
    const found = mantelHaenszel([stratum(18, 20, 72, 80), stratum(8, 80, 2, 20)])
    expect(found?.ratio).toBeCloseTo(1, 14)
  })

  it('gets nothing from a stratum without both groups', () => {
    const both = [stratum(3, 9, 5, 8), stratum(2, 9, 5, 9)]
    expect(mantelHaenszel([...both, stratum(4, 9, 0, 0), stratum(0, 0, 3, 3), stratum(0, 0, 0, 0)])).toEqual(
      mantelHaenszel(both),
    )
  })

  it('is null where nothing of a group passed, or nothing can be compared', () => {
    expect(mantelHaenszel([])).toBeNull()
    expect(mantelHaenszel([stratum(0, 9, 3, 9)])).toBeNull()
    expect(mantelHaenszel([stratum(3, 9, 0, 9)])).toBeNull()
    expect(mantelHaenszel([stratum(3, 9, 0, 0)])).toBeNull()
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { strata_a_n1_b_n0, rr, se_log, ci } = vector('mantel_haenszel_rr')
    const found = mantelHaenszel(strata_a_n1_b_n0.map(([a, n1, b, n0]) => stratum(a, n1, b, n0)))
    expect(found?.ratio).toBeCloseTo(rr, 12)
    expect(found?.standardError).toBeCloseTo(se_log, 12)
    expect(found?.low).toBeCloseTo(ci[0], 12)
    expect(found?.high).toBeCloseTo(ci[1], 12)
  })
})

describe('stratumRange', () => {
  it('spans the half-corrected ratios of strata with enough rows', () => {
    const found = stratumRange([
      stratum(9.5, 49, 4.5, 59),
      stratum(24.5, 99.5, 49.5, 99.5),
      stratum(9.5, 99.5, 4.5, 99.5),
    ])
    expect(found?.smallest).toBeCloseTo(0.5, 14)
    expect(found?.largest).toBeCloseTo(2, 14)
    expect(found?.strata).toBe(2)
  })

  it('is null where none has enough', () => {
    expect(stratumRange([stratum(1, 49, 1, 1000), stratum(0, 0, 0, 0)], 50)).toBeNull()
  })
})
