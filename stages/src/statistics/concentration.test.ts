import { describe, expect, it } from 'vitest'
import { effectiveNumber, entropy, gini, giniCorrected, hhi, topShare } from './concentration.js'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'

describe('concentration', () => {
  it('gives the example of the U.S. merger guidelines: 30, 30, 20 and 20 percent are 2600 points', () => {
    expect(hhi([30, 30, 20, 20])).toBeCloseTo(0.26, 14)
  })

  it('is least where all are equal', () => {
    const equal = [7, 7, 7, 7, 7]
    expect(gini(equal)).toBeCloseTo(0, 14)
    expect(hhi(equal)).toBeCloseTo(1 / 5, 14)
    expect(entropy(equal)).toBeCloseTo(Math.log(5), 14)
    expect(effectiveNumber(equal)).toBeCloseTo(5, 12)
    expect(topShare(equal, 2)).toBeCloseTo(0.4, 14)
  })

  it('is most where one has all; a member with none counts for Gini only', () => {
    const one = [0, 9, 0, 0]
    expect(gini(one)).toBeCloseTo(3 / 4, 14)
    expect(giniCorrected(one)).toBeCloseTo(1, 14)
    expect([hhi(one), entropy(one), effectiveNumber(one), topShare(one, 1)]).toEqual([1, 0, 1, 1])
  })

  it('gives Gini by its definition, the mean difference over twice the mean', () => {
    // 1..4: differences 1, 2, 3, 1, 2, 1, twice, over 4² pairs: 1.25; mean 2.5.
    expect(gini([3, 1, 4, 2])).toBeCloseTo(1.25 / 5, 14)
  })

  it('is the same at any scale and order', () => {
    expect(gini([1000, 1e6, 2000])).toBeCloseTo(gini([1, 2, 1000]) ?? Number.NaN, 14)
    expect(topShare([1, 5, 2], 9)).toBe(1)
  })

  it('is null where there is nothing, and the correction where there is one', () => {
    for (const measure of [gini, giniCorrected, hhi, entropy, effectiveNumber]) {
      expect(measure([])).toBeNull()
      expect(measure([0, 0])).toBeNull()
    }
    expect(topShare([], 1)).toBeNull()
    expect([gini([5]), giniCorrected([5])]).toEqual([0, null])
  })

  it('refuses a negative count and a top of none', () => {
    expect(() => gini([1, -1])).toThrow('for counts[0], got -1')
    expect(() => hhi([1, Number.NaN])).toThrow('for counts[1], got NaN')
    expect(() => topShare([1], 0)).toThrow('Expected an integer >= 1 for top, got 0')
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { counts, ...expected } = vector('concentration')
    expect(gini(counts)).toBeCloseTo(expected.gini, 12)
    expect(giniCorrected(counts)).toBeCloseTo(expected['gini_bias_corrected_n/(n-1)'], 12)
    expect(hhi(counts)).toBeCloseTo(expected.hhi, 12)
    expect(entropy(counts)).toBeCloseTo(expected.entropy_nats, 12)
    expect(effectiveNumber(counts)).toBeCloseTo(expected.effective_number, 12)
    expect(topShare(counts, 1)).toBeCloseTo(expected.top1_share, 12)
    expect(topShare(counts, 2)).toBeCloseTo(expected.top2_share, 12)
  })
})
