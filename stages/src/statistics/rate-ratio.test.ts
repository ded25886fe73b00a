import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { rateRatio } from './rate-ratio.js'

describe('rateRatio', () => {
  it("gives the ratio of the Physicians' Health Study: 1.82 (1.43 to 2.31)", () => {
    // Agresti, Categorical Data Analysis, table 2.3; the ½ changes nothing in two digits at these counts.
    const found = rateRatio({ k: 189, n: 11034 }, { k: 104, n: 11037 })
    expect(found?.ratio).toBeCloseTo(1.82, 1)
    expect(found?.low).toBeCloseTo(1.43, 1)
    expect(found?.high).toBeCloseTo(2.31, 1)
  })

  it('is the inverse with the groups exchanged', () => {
    const [one, other] = [
      rateRatio({ k: 3, n: 40 }, { k: 9, n: 30 }),
      rateRatio({ k: 9, n: 30 }, { k: 3, n: 40 }),
    ]
    expect((one?.ratio ?? 0) * (other?.ratio ?? 0)).toBeCloseTo(1, 14)
    expect((one?.low ?? 0) * (other?.high ?? 0)).toBeCloseTo(1, 14)
  })

  it('is null where a group is empty, and has no spread where everything passed', () => {
    expect(rateRatio({ k: 0, n: 0 }, { k: 1, n: 2 })).toBeNull()
    expect(rateRatio({ k: 1, n: 2 }, { k: 0, n: 0 })).toBeNull()
    expect(rateRatio({ k: 5, n: 5 }, { k: 7, n: 7 })).toMatchObject({ ratio: 1, standardError: 0 })
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    for (const name of ['passrate_ratio_log_halfcorrected', 'passrate_ratio_zero_cell'] as const) {
      const { k1, n1, k2, n2, rr, ci, se_log } = vector(name)
      const found = rateRatio({ k: k1, n: n1 }, { k: k2, n: n2 })
      expect(found?.ratio).toBeCloseTo(rr, 12)
      expect(found?.standardError).toBeCloseTo(se_log, 12)
      expect(found?.low).toBeCloseTo(ci[0], 12)
      expect(found?.high).toBeCloseTo(ci[1], 12)
    }
  })
})
