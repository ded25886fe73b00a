import { describe, expect, it } from 'vitest'
import { groupCurve, spreadLabels } from './group-curves.js'
import { sliderRange } from './slider-range.js'
import { thresholdSection } from './test-section.js'

const part = (counts: readonly number[]) => ({
  axis: 'group' as const,
  id: 'g',
  label: 'g',
  bins: { first: -2, counts: [...counts] },
})

describe('a group along the thresholds', () => {
  const section = thresholdSection({
    lowest: 0.26,
    highest: 0.289,
    eligible: { first: -2, counts: [100, 100, 200] },
  })
  const range = sliderRange(section)

  it('is at 1 where the threshold keeps of it what it keeps of all', () => {
    const curve = groupCurve(section, part([10, 10, 20]), range, 1)
    expect(curve.map(({ threshold }) => threshold)).toEqual([0.26, 0.27, 0.28])
    expect(curve.map(({ amplification }) => amplification)).toEqual([1, 1, 1])
  })

  it('is its share at the threshold over its share of all', () => {
    // 40 of 400 are of the group, then 15 of 300, 5 of 200.
    const curve = groupCurve(section, part([25, 10, 5]), range, 1)
    const expected = [1, 0.5, 0.25]
    curve.forEach(({ amplification }, at) => {
      expect(amplification).toBeCloseTo(expected[at] ?? Number.NaN, 12)
    })
    expect(curve.map(({ rows }) => rows)).toEqual([40, 15, 5])
  })

  it('ends where fewer rows than the minimum are left', () => {
    expect(groupCurve(section, part([25, 10, 5]), range, 10).map(({ threshold }) => threshold)).toEqual([
      0.26, 0.27,
    ])
    expect(groupCurve(section, part([0, 0, 0]), range, 0)).toEqual([])
  })
})

describe('labels beside lines', () => {
  it('stay where they are if there is room', () => {
    expect(spreadLabels([30, 10, 50], 12)).toEqual([30, 10, 50])
  })

  it('are at least the gap apart, in order', () => {
    const places = spreadLabels([10, 11, 9, 40], 12)
    const sorted = [...places].sort((a, b) => a - b)
    for (let i = 1; i < sorted.length; i++) {
      expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(12 - 1e-9)
    }
    expect((places[2] ?? 0) < (places[0] ?? 0) && (places[0] ?? 0) < (places[1] ?? 0)).toBe(true)
  })
})
