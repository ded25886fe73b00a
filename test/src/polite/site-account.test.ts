import { describe, expect, it } from 'vitest'
import type { Served } from './serve-answers.js'
import { accountOf, startedWithin } from './site-account.js'

const at = (from: number, until: number): Served => ({ host: 'h', path: '/', from, until, status: 200 })

describe('what a site was asked', () => {
  it('counts those under way at one moment, and not one that begins as another ends', () => {
    expect(accountOf([at(0, 10), at(5, 20), at(10, 30)]).mostAtOnce).toBe(2)
    expect(accountOf([at(0, 10), at(5, 20), at(9, 30)]).mostAtOnce).toBe(3)
    expect(accountOf([at(0, Infinity), at(5, Infinity)]).mostAtOnce).toBe(2)
  })

  it('finds the fullest second wherever it begins', () => {
    const starts = [0, 900, 1000, 1100, 1899, 1900]
    expect(accountOf(starts.map((from) => at(from, from))).mostPerSecond).toBe(4)
    expect(accountOf([]).mostPerSecond).toBe(0)
  })

  it('finds the two nearest starts, in any order of the log', () => {
    expect(accountOf([at(500, 501), at(0, 1), at(300, 301)]).leastApart).toBe(200)
  })

  it('finds who came too early after an answer, and not who was under way', () => {
    const refused = at(0, 100)
    const others = [at(50, 60), at(100.5, 120), at(3099, 3100), at(3100, 3101)]
    expect(startedWithin([refused, ...others], [refused], 3000)).toEqual([others[1], others[2]])
  })
})
