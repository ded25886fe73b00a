import { describe, expect, it } from 'vitest'
import { auc, aucBinned } from './auc.js'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'

// Hanley and McNeil 1982, table I: 109 CT images in five ratings.
const ABNORMAL = [3, 2, 2, 11, 33]
const NORMAL = [33, 6, 6, 11, 2]

describe('auc', () => {
  it('gives the published area .893 from rows', () => {
    const rows = (counts: readonly number[]): readonly number[] =>
      counts.flatMap((count, rating) => Array.from({ length: count }, () => rating))
    expect(auc(rows(ABNORMAL), rows(NORMAL))).toBeCloseTo(0.893, 3)
  })

  it('is 1, ½ or 0', () => {
    expect(auc([3, 4], [1, 2])).toBe(1)
    expect(auc([1, 2], [3, 4])).toBe(0)
    expect(auc([2, 2, 2], [2, 2])).toBe(0.5)
  })

  it('is null where a sample is empty', () => {
    expect(auc([], [1])).toBeNull()
    expect(auc([1], [])).toBeNull()
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { a, b, ...expected } = vector('ks2')
    expect(auc(a, b)).toBeCloseTo(expected['auc_P(a>b)+half_ties'], 12)
  })
})

describe('aucBinned', () => {
  it('gives the published area .893 from counts', () => {
    expect(aucBinned({ first: ABNORMAL, second: NORMAL })?.auc).toBeCloseTo(0.893, 3)
  })

  it('has an error that the rows reach at worst', () => {
    const binned = aucBinned({ first: [2, 2], second: [1, 1] })
    expect(binned).toEqual({ auc: 0.5, error: 0.25 })
    // The same bins, all of the first sample above and below the second within each.
    expect(auc([0.2, 0.2, 1.2, 1.2], [0.1, 1.1])).toBe(0.75)
    expect(auc([0.1, 0.1, 1.1, 1.1], [0.2, 1.2])).toBe(0.25)
  })

  it('is null where a group is empty', () => {
    expect(aucBinned({ first: [], second: [] })).toBeNull()
  })
})
