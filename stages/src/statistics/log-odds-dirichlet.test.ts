import { describe, expect, it } from 'vitest'
import { inspectVectors, NEEDS_VECTORS, vector } from './inspect-vectors.js'
import { logOddsDirichlet, priorWeight } from './log-odds-dirichlet.js'

const counts = (record: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(record))

describe('logOddsDirichlet', () => {
  it('gives the numbers of a table worked by hand', () => {
    // alpha = 10·(4/8) = 5 for both: ln(8/6) - ln(6/8), 1/8 + 1/6.
    const found = logOddsDirichlet({
      first: counts({ a: 3, b: 1 }),
      second: counts({ a: 1, b: 3 }),
      background: counts({ a: 4, b: 4 }),
      alpha0: 10,
    })
    const [delta, variance] = [2 * Math.log(8 / 6), 1 / 8 + 1 / 6]
    expect(found.get('a')?.delta).toBeCloseTo(delta, 14)
    expect(found.get('a')?.variance).toBeCloseTo(variance, 14)
    expect(found.get('b')?.z).toBeCloseTo(-delta / Math.sqrt(variance), 14)
  })

  it('is 0 for equal corpora, null for the only word, and empty for nothing', () => {
    const background = counts({ a: 4, b: 9 })
    const same = counts({ a: 1, b: 2 })
    expect(logOddsDirichlet({ first: same, second: same, background, alpha0: 1 }).get('a')?.delta).toBe(0)
    const only = counts({ a: 2 })
    expect(logOddsDirichlet({ first: only, second: only, background: only, alpha0: 1 }).get('a')).toBeNull()
    const none = counts({})
    expect(logOddsDirichlet({ first: none, second: none, background, alpha0: 1 }).size).toBe(0)
  })

  it('takes one empty corpus as its prior', () => {
    const found = logOddsDirichlet({
      first: counts({ a: 2 }),
      second: counts({}),
      background: counts({ a: 1, b: 1 }),
      alpha0: 2,
    })
    expect(found.get('a')?.delta).toBeCloseTo(Math.log(3), 14)
  })

  it('refuses a word without background, a negative count, no prior', () => {
    const [one, two] = [counts({ a: 1 }), counts({ a: 1, b: 1 })]
    expect(() => logOddsDirichlet({ first: two, second: one, background: one, alpha0: 1 })).toThrow(
      'Expected a count > 0 for background "b", got 0',
    )
    expect(() =>
      logOddsDirichlet({ first: counts({ a: -1 }), second: one, background: two, alpha0: 1 }),
    ).toThrow('for first "a", got -1')
    expect(() => logOddsDirichlet({ first: one, second: one, background: two, alpha0: 0 })).toThrow(
      'for alpha0',
    )
  })

  it.skipIf(inspectVectors === null)(NEEDS_VECTORS, () => {
    const { y_i, y_j, background, alpha0, out } = vector('log_odds_dirichlet')
    const found = logOddsDirichlet({
      first: counts(y_i),
      second: counts(y_j),
      background: counts(background),
      alpha0,
    })
    for (const [word, expected] of Object.entries(out)) {
      expect(found.get(word)?.delta).toBeCloseTo(expected.delta, 11)
      expect(found.get(word)?.variance).toBeCloseTo(expected.var, 11)
      expect(found.get(word)?.z).toBeCloseTo(expected.z, 11)
    }
  })
})

describe('priorWeight', () => {
  it('is 1000 per million of the smaller corpus within 100..100 000', () => {
    expect([priorWeight(5e5, 9e9), priorWeight(10, 10), priorWeight(1e12, 1e12)]).toEqual([500, 100, 1e5])
  })
})
