import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { useDuck } from '../../parquet/duck.js'
import { createUniform } from '../../statistics/simulated-clusters.js'
import { binEdge, binSql, chooseGrid, sqlDouble } from './score-grid.js'

describe('chooseGrid', () => {
  it.each([
    ['cosines', { lowest: -0.1, highest: 0.45, cut: 0.28 }, { width: 0.0025, origin: 0.28 }],
    ['cosines of fp32', { lowest: 0.2, highest: Math.fround(1.0000001), cut: null }, { width: 0.0025 }],
    [
      'the edge below the lowest',
      { lowest: 0.2013, highest: 0.4, cut: null },
      { width: 0.0025, origin: 0.2 },
    ],
    ['a lowest at an edge', { lowest: 0.3, highest: 0.4, cut: null }, { width: 0.0025, origin: 0.3 }],
    ['aesthetic', { lowest: 1.2, highest: 8.1, cut: 5 }, { width: 0.02, origin: 5 }],
    ['percent', { lowest: 0, highest: 100, cut: null }, { width: 0.2, origin: 0 }],
    ['a cut beyond [-1, 1]', { lowest: 0, highest: 0.5, cut: 4 }, { width: 0.01, origin: 4 }],
    ['large', { lowest: -3e299, highest: 5e299, cut: null }, { width: 2e297 }],
  ])('%s', (_, range, expected) => {
    expect(chooseGrid(range)).toMatchObject(expected)
  })

  it('gives some 400 bins whatever the unit', () => {
    for (let power = -3; power < 280; power += 3.7) {
      const range = { lowest: 2, highest: 2 + 10 ** power, cut: null }
      const bins = 10 ** power / chooseGrid(range).width
      expect(bins).toBeGreaterThan(250)
      expect(bins).toBeLessThan(640)
    }
  })

  it('has a width for one score only', () => {
    for (const one of [7, -300, 1e300])
      expect(chooseGrid({ lowest: one, highest: one, cut: null }).width).toBeGreaterThan(0)
  })
})

describe('binEdge', () => {
  it('is the decimal number that is meant', () => {
    const grid = { origin: 0.28, width: 0.0025 }
    // 0.28 + 8 * 0.0025 is 0.30000000000000004.
    expect([binEdge(grid, 8), binEdge(grid, -1), binEdge(grid, -112)]).toEqual([0.3, 0.2775, 0])
    expect(binEdge({ origin: 0.283712345678901, width: 0.0025 }, 0)).toBe(0.283712345678901)
    expect(binEdge({ origin: 0, width: 5e200 }, 3)).toBe(1.5e201)
  })
})

/** The neighbours of a double. */
function neighbours(value: number): readonly number[] {
  const bits = new BigInt64Array(new Float64Array([value]).buffer)
  return [-1n, 0n, 1n].map((step) => {
    const moved = BigInt64Array.of((bits[0] ?? 0n) + step)
    return new Float64Array(moved.buffer)[0] ?? 0
  })
}

describe('binSql', () => {
  const bins = (
    scores: readonly number[],
    grid: { origin: number; width: number },
  ): Promise<readonly number[]> =>
    useDuck({ scratch: tmpdir(), memoryBytes: 2 ** 28, threads: 1 }, async (duck) => {
      const values = scores.map((score, at) => `(${at}, ${sqlDouble(score)})`).join(', ')
      const rows = await duck.rows<{ bin: number }>(
        `SELECT ${binSql('score', grid)} AS bin FROM (VALUES ${values}) AS t(place, score) ORDER BY place`,
      )
      return rows.map(({ bin }) => bin)
    })

  it.each([0.28, 0.283712345678901, -0.1, 0.1 + 0.2, 5.5, 1e-300])(
    'tells the last bit at the cut %d',
    async (cut) => {
      const signed = cut < 0 ? neighbours(cut).toReversed() : neighbours(cut)
      expect(signed).toHaveLength(3)
      expect(signed.every((score, at) => at === 0 || score > (signed[at - 1] ?? Infinity))).toBe(true)
      for (const width of [0.0025, 0.02, 1e9])
        expect(await bins(signed, { origin: cut, width })).toEqual([-1, 0, 0])
    },
  )

  it('tells the last bit at a cut of 0, where a quotient would vanish', async () => {
    expect(await bins([-5e-324, -0, 0, 5e-324], { origin: 0, width: 1e9 })).toEqual([-1, 0, 0, 0])
  })

  it('puts decimal scores at their edge, and fp32 ones beside it', async () => {
    const grid = { origin: 0.28, width: 0.0025 }
    const edges = Array.from({ length: 300 }, (_, at) => at - 150)
    expect(
      await bins(
        edges.map((bin) => Number((0.28 + bin * 0.0025).toFixed(4))),
        grid,
      ),
    ).toEqual(edges)
    const floats = edges.map((bin) => Math.fround(Number((0.28 + bin * 0.0025).toFixed(4))))
    expect(await bins(floats, grid)).toEqual(
      edges.map((bin, at) => ((floats[at] ?? 0) >= Number((0.28 + bin * 0.0025).toFixed(4)) ? bin : bin - 1)),
    )
  })

  it('is the bin whose edges hold the score, 2,000 draws', async () => {
    const uniform = createUniform(5)
    for (const grid of [
      { origin: 0.28, width: 0.0025 },
      { origin: -17, width: 0.05 },
    ]) {
      const scores = Array.from({ length: 1000 }, () => grid.origin + (uniform() - 0.5) * 400 * grid.width)
      const found = await bins(scores, grid)
      expect(
        scores.every(
          (score, at) =>
            score >= binEdge(grid, found[at] ?? NaN) && score < binEdge(grid, (found[at] ?? NaN) + 1),
        ),
      ).toBe(true)
    }
  })
})

describe('sqlDouble', () => {
  it('refuses what is no number', () => {
    expect(() => sqlDouble(NaN)).toThrow('Expected a finite number for SQL, got NaN')
  })
})
