import { describe, expect, test } from 'vitest'
import { numberedRows, rowTable } from './test-rows.js'
import { trustworthiness } from './trustworthiness.js'

const { signal } = new AbortController()

function numberedMap(rows: number): { readonly x: Float32Array; readonly y: Float32Array } {
  return {
    x: Float32Array.from({ length: rows }, (_, i) => ((i * 613) % 997) / 997),
    y: Float32Array.from({ length: rows }, (_, i) => ((i * i * 17 + i) % 991) / 991),
  }
}

describe('Trustworthiness', () => {
  test.each([
    [40, 3, 15, 0.5485294117647059],
    [40, 3, 5, 0.48687499999999995],
    [201, 7, 15, 0.5114707362066073],
    [31, 2, 15, 0.5489247311827957],
  ])(
    'of %i rows of %i in an unrelated map at %i neighbours is that of scikit-learn 1.9.1',
    async (rows, width, neighbours, expected) => {
      const judged = { original: numberedRows(rows, width), ...numberedMap(rows) }
      expect(await trustworthiness(judged, { neighbours, signal })).toBeCloseTo(expected, 12)
    },
  )

  test('of the first two of seven columns is that of scikit-learn 1.9.1', async () => {
    const original = numberedRows(200, 7)
    const column = (at: number): Float32Array =>
      Float32Array.from({ length: 200 }, (_, i) => original.values[i * 7 + at] ?? 0)
    const judged = { original, x: column(0), y: column(1) }
    expect(await trustworthiness(judged, { neighbours: 15, signal })).toBeCloseTo(0.6992071563088512, 12)
  })

  test('of five points on a line, by hand: 1 - 2/(5·2·3) · 7', async () => {
    // a..e. Two nearest in the map, those beyond the true two with rank - 2: a: c, d 1; b: d 1, e 2; c: a, d 1; d: c,
    // a 1; e: d, b 1. No distances are equal, so scikit-learn 1.9.1 says the same.
    const original = rowTable([[0], [1], [3], [7], [15]])
    const judged = { original, x: Float32Array.of(0, 10, 1, 3, 6.5), y: new Float32Array(5) }
    expect(await trustworthiness(judged, { neighbours: 2, signal })).toBeCloseTo(1 - 14 / 30, 12)
  })

  test('is 1 for a map that is the truth, equal rows among it', async () => {
    const places = Array.from({ length: 60 }, (_, i) => [Math.floor(i / 4) ** 2, 0])
    const x = Float32Array.from(places, ([across]) => across ?? 0)
    expect(
      await trustworthiness(
        { original: rowTable(places), x, y: new Float32Array(60) },
        { neighbours: 15, signal },
      ),
    ).toBe(1)
  })

  test('is null unless the neighbours are fewer than half the rows', async () => {
    const judge = (rows: number): Promise<number | null> =>
      trustworthiness({ original: numberedRows(rows, 2), ...numberedMap(rows) }, { neighbours: 15, signal })
    expect(await judge(30)).toBeNull()
    expect(await judge(0)).toBeNull()
    expect(await judge(31)).not.toBeNull()
  })
})
