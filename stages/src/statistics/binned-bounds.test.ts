import { describe, expect, it } from 'vitest'
import { auc, aucBinned } from './auc.js'
import { ksDistance, ksDistanceBinned } from './ks-distance.js'
import { createUniform } from './simulated-clusters.js'
import { wasserstein, wassersteinBinned } from './wasserstein.js'

const BINS = 8
const WIDTH = 1 / BINS
const ROUNDING = 1e-12

describe('what is said of binned scores', () => {
  it('holds for the scores themselves, 500 random pairs of samples in eight bins', () => {
    const uniform = createUniform(5)
    const draw = (): readonly number[] => {
      const [size, power] = [1 + Math.floor(uniform() * 30), 0.3 + 3 * uniform()]
      return Array.from({ length: size }, () => uniform() ** power)
    }
    for (let round = 0; round < 500; round++) {
      const [first, second] = [draw(), draw()]
      const bins = { first: binCounts(first), second: binCounts(second) }

      const [d, ks] = [ksDistance(first, second) ?? -1, ksDistanceBinned(bins)]
      expect(d).toBeGreaterThanOrEqual((ks?.distance ?? 2) - ROUNDING)
      expect(d).toBeLessThanOrEqual((ks?.distance ?? 0) + (ks?.excess ?? 0) + ROUNDING)

      const area = aucBinned(bins)
      expect(Math.abs((auc(first, second) ?? 2) - (area?.auc ?? 0))).toBeLessThanOrEqual(
        (area?.error ?? 0) + ROUNDING,
      )

      const moved = wassersteinBinned(bins, WIDTH)
      expect(Math.abs((wasserstein(first, second) ?? 9) - (moved?.distance ?? 0))).toBeLessThanOrEqual(
        (moved?.error ?? 0) + ROUNDING,
      )
    }
  })
})

function binCounts(scores: readonly number[]): readonly number[] {
  return Array.from(
    { length: BINS },
    (_, bin) => scores.filter((score) => Math.floor(score / WIDTH) === bin).length,
  )
}
