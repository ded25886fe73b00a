import { describe, expect, it } from 'vitest'
import { clusterLogOdds, type FourfoldCounts } from './cluster-odds-ratio.js'
import { associate } from './pmi.js'

/** Each row its own cluster. */
function single(counts: readonly [number, number, number, number]): FourfoldCounts {
  const rows = counts.flatMap((count, cell) => Array.from({ length: count }, () => cell))
  const column = (cell: number) => Float64Array.from(rows, (own) => Number(own === cell))
  return { a: column(0), b: column(1), c: column(2), d: column(3) }
}

describe('clusterLogOdds', () => {
  it("has Woolf's standard error, but for D/(D-1), where each row is a cluster", () => {
    const [a, b, c, d] = [10, 20, 30, 15] as const
    const found = clusterLogOdds(single([a, b, c, d]))
    expect(found?.standardError).toBeCloseTo(Math.sqrt((75 / 74) * (1 / a + 1 / b + 1 / c + 1 / d)), 12)
    // ln(10.5·15.5 / (20.5·30.5))
    expect(found?.value).toBeCloseTo(-1.3459362887, 9)
    const plain = associate({ both: a, x: a + b, y: a + c, total: a + b + c + d })
    expect(found?.value).toBeCloseTo(plain?.logOddsRatio ?? Number.NaN, 12)
    expect(found?.low).toBeLessThan(found?.value ?? 0)
  })

  it('widens where a site says the same many times', () => {
    const rows = single([10, 20, 30, 15])
    // Five rows to a site, all of one cell.
    const together = (column: Float64Array) =>
      Float64Array.from({ length: 15 }, (_, site) =>
        column.subarray(5 * site, 5 * site + 5).reduce((s, n) => s + n, 0),
      )
    const found = clusterLogOdds({
      a: together(rows.a),
      b: together(rows.b),
      c: together(rows.c),
      d: together(rows.d),
    })
    const apart = clusterLogOdds(rows)
    expect((found?.standardError ?? 0) / (apart?.standardError ?? 1)).toBeCloseTo(
      Math.sqrt((5 * (15 / 14)) / (75 / 74)),
      12,
    )
    expect(found?.value).toBe(apart?.value)
  })

  it('is null without one of the four, with one cluster, and where clusters do not differ', () => {
    expect(clusterLogOdds(single([0, 20, 30, 15]))).toBeNull()
    expect(clusterLogOdds(single([5, 20, 0, 15]))).toBeNull()
    const one = Float64Array.of(4)
    expect(clusterLogOdds({ a: one, b: one, c: one, d: one })).toBeNull()
    const two = Float64Array.of(4, 4)
    expect(clusterLogOdds({ a: two, b: two, c: two, d: two })).toBeNull()
  })
})
