import { describe, expect, it } from 'vitest'
import { openRanking } from './rank-classes.js'

/** Unit vectors of 2 numbers with these cosines to (1, 0). */
const withCosines = (...cosines: readonly number[]): Float32Array =>
  Float32Array.from(cosines.flatMap((c) => [c, Math.sqrt(1 - c * c)]))

const ahead = Float32Array.of(1, 0)

describe('openRanking', () => {
  it('is a softmax over scale · cosine: logits ln 2, 0, -ln 2 are 4, 2 and 1 of 7', () => {
    const rank = openRanking({ vectors: withCosines(0, 1, -1), dim: 2, scale: Math.LN2, top: 2 })
    const { best, probabilities } = rank(ahead)
    expect([...probabilities].map((p) => p * 7)).toEqual([2, 4, 1].map((p) => expect.closeTo(p, 10)))
    expect(best).toEqual([
      { at: 1, p: expect.closeTo(4 / 7, 10) },
      { at: 0, p: expect.closeTo(2 / 7, 10) },
    ])
  })

  it('stays finite where exp of a logit is not', () => {
    const rank = openRanking({ vectors: withCosines(1, 1, -1), dim: 2, scale: 1e6, top: 3 })
    expect(rank(ahead).best).toEqual([
      { at: 0, p: 0.5 },
      { at: 1, p: 0.5 },
      { at: 2, p: 0 },
    ])
  })

  it('takes the first of equals, and every class where top is larger', () => {
    const rank = openRanking({ vectors: withCosines(0.5, 0.7, 0.5, 0.7, 0.5), dim: 2, scale: 1, top: 99 })
    expect(rank(ahead).best.map(({ at }) => at)).toEqual([1, 3, 0, 2, 4])
  })

  it('finds the best of many as a sort does', () => {
    const cosines = Array.from({ length: 500 }, (_, n) => Math.fround(Math.sin(n * 12.9898) * 0.99))
    const expected = cosines.map((c, at) => ({ c, at })).sort((a, b) => b.c - a.c || a.at - b.at)
    const rank = openRanking({ vectors: withCosines(...cosines), dim: 2, scale: 1, top: 20 })
    expect(rank(ahead).best.map(({ at }) => at)).toEqual(expected.slice(0, 20).map(({ at }) => at))
  })

  it('does not depend on the length of the embedding', () => {
    const rank = openRanking({ vectors: withCosines(0.2, 0.9), dim: 2, scale: 100, top: 2 })
    const [one] = rank(Float32Array.of(0.6, 0.8)).best
    const [other] = rank(Float32Array.of(0.3, 0.4)).best
    expect(other?.p).toBeCloseTo(one?.p ?? -1, 6)
  })

  it('refuses what is no embedding', () => {
    const rank = openRanking({ vectors: withCosines(1, 0), dim: 2, scale: 1, top: 1 })
    expect(() => rank(Float32Array.of(1, 0, 0))).toThrow('Expected an embedding of 2 numbers, got 3')
    expect(() => rank(Float32Array.of(0, 0))).toThrow('Expected an embedding with a length, got 0')
    expect(() => rank(Float32Array.of(Number.NaN, 1))).toThrow('got NaN')
    expect(() => openRanking({ vectors: new Float32Array(3), dim: 2, scale: 1, top: 1 })).toThrow(RangeError)
  })
})
