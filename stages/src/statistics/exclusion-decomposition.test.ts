import { describe, expect, it } from 'vitest'
import { decomposeExclusion } from './exclusion-decomposition.js'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'

describe('decomposeExclusion', () => {
  it('splits a total of which one stage did all', () => {
    const found = decomposeExclusion({ k: 100, n: 1000 }, [
      { k: 50, n: 500 },
      { k: 10, n: 200 },
    ])
    expect(found.stages.map((stage) => stage?.ratio)).toEqual([1, 0.5])
    expect(found.total?.logRatio).toBeCloseTo(-Math.LN2, 14)
  })

  it('has no logarithm where a stage removes the whole group, and nothing to say after it', () => {
    const found = decomposeExclusion({ k: 2, n: 10 }, [
      { k: 0, n: 8 },
      { k: 0, n: 4 },
      { k: 0, n: 0 },
    ])
    expect(found.stages).toEqual([{ ratio: 0, logRatio: null }, null, null])
    expect(found.total).toBeNull()
  })

  it('is 1 without stages, null without rows of the group', () => {
    expect(decomposeExclusion({ k: 2, n: 10 }, [])).toEqual({ stages: [], total: { ratio: 1, logRatio: 0 } })
    expect(decomposeExclusion({ k: 0, n: 10 }, [{ k: 0, n: 5 }])).toEqual({ stages: [null], total: null })
    expect(decomposeExclusion({ k: 0, n: 0 }, [])).toEqual({ stages: [], total: null })
  })

  it('refuses a stage that more leave than enter', () => {
    expect(() => decomposeExclusion({ k: 2, n: 10 }, [{ k: 3, n: 9 }])).toThrow(
      'Expected at most 2 of 10 for after[0], got 3 of 9',
    )
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { start_all_group, after_all_group, stages, ea_total, sum_ln } = vector('exclusion_decomposition')
    const [n, k] = start_all_group
    const found = decomposeExclusion(
      { k, n },
      after_all_group.map(([all, group]) => ({ k: group, n: all })),
    )
    stages.forEach(({ ea, ln }, at) => {
      expect(found.stages[at]?.ratio).toBeCloseTo(ea, 12)
      expect(found.stages[at]?.logRatio).toBeCloseTo(ln, 12)
    })
    expect(found.total?.ratio).toBeCloseTo(ea_total, 12)
    const sum = found.stages.reduce((all, stage) => all + (stage?.logRatio ?? Number.NaN), 0)
    expect(sum).toBeCloseTo(sum_ln, 12)
    expect(sum).toBeCloseTo(found.total?.logRatio ?? Number.NaN, 12)
  })
})
