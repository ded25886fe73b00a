import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRateCounter } from './fetch-rate.js'

function mostOf(times: readonly number[]): number {
  const counter = createRateCounter(1000)
  for (const time of times) counter.note(time)
  return counter.most()
}

describe('createRateCounter', () => {
  it.each([
    ['nothing', [], 0],
    ['one', [5], 1],
    ['two of one moment', [5, 5], 2],
    ['just within a window', [0, 999], 2],
    ['a whole window apart', [0, 1000], 1],
    ['a window that no full second begins', [0, 600, 1100, 1599, 3000], 3],
    ['the most, not the last', [0, 1, 2, 5000], 3],
  ])('%s', (_, times, most) => {
    expect(mostOf(times)).toBe(most)
  })

  it('is what counting every window by itself gives', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9000), { maxLength: 3000 }), (drawn) => {
        const times = [...drawn].sort((a, b) => a - b)
        const counts = times.map((end) => times.filter((time) => time > end - 1000 && time <= end).length)
        expect(mostOf(times)).toBe(Math.max(0, ...counts))
      }),
      { numRuns: 30 },
    )
  })
})
