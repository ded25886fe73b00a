import { describe, expect, it } from 'vitest'
import { createUniform } from '../projection/seeded-hash.js'
import { createHostBreaker, type HostBreaker } from './host-breaker.js'

const start = (breaker: HostBreaker, now: number): number => {
  const turn = breaker.next(now)
  if (turn.kind !== 'start') throw new Error(`Expected a start at ${now}, got ${turn.kind}`)
  return turn.ticket
}
const fail = (breaker: HostBreaker, now: number, times = 1) => {
  for (let n = 0; n < times; n++) breaker.failed(start(breaker, now), now)
}

describe('a host breaker', () => {
  it('opens at the fifth failure in a row, not at the fifth', () => {
    const breaker = createHostBreaker()
    fail(breaker, 0, 4)
    breaker.answered(start(breaker, 0))
    fail(breaker, 0, 4)
    expect(breaker.state()).toBe('closed')
    fail(breaker, 1000)
    expect(breaker.state()).toBe('open')
    expect(breaker.next(1000)).toEqual({ kind: 'wait', until: 31_000 })
    expect(breaker.counts()).toEqual({ failures: 9, opened: 1, probes: 0, failedProbes: 0, refused: 1 })
  })

  it('probes after 30, 60, 120 ... 600 s', () => {
    const breaker = createHostBreaker()
    fail(breaker, 0, 5)
    let now = 0
    const waits: number[] = []
    for (let probe = 0; probe < 7; probe++) {
      const turn = breaker.next(now)
      if (turn.kind !== 'wait') throw new Error(turn.kind)
      waits.push(turn.until - now)
      expect(breaker.next(turn.until - 1)).toEqual(turn)
      now = turn.until
      const ticket = start(breaker, now)
      expect(breaker.state()).toBe('half_open')
      expect(breaker.next(now)).toEqual({ kind: 'full' })
      breaker.failed(ticket, now)
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
    expect(breaker.counts()).toMatchObject({ opened: 1, probes: 7, failedProbes: 7 })
  })

  it('closes at a probe that is answered, and starts anew with 30 s', () => {
    const breaker = createHostBreaker()
    fail(breaker, 0, 5)
    fail(breaker, 30_000)
    breaker.answered(start(breaker, 90_000))
    expect(breaker.state()).toBe('closed')
    expect(breaker.canForget()).toBe(true)
    fail(breaker, 90_000, 4)
    expect(breaker.canForget()).toBe(false)
    fail(breaker, 90_000)
    expect(breaker.next(90_000)).toEqual({ kind: 'wait', until: 120_000 })
    expect(breaker.counts()).toMatchObject({ opened: 2, failedProbes: 0 })
  })

  it('is not moved by what was in flight when it opened, unless that was answered', () => {
    const breaker = createHostBreaker({ failures: 2 })
    const tickets = Array.from({ length: 6 }, () => start(breaker, 0))
    for (const [n, ticket] of tickets.slice(0, 4).entries()) breaker.failed(ticket, [9, 10, 15, 16][n] ?? 0)
    expect(breaker.counts()).toMatchObject({ failures: 4, opened: 1 })
    expect(breaker.next(10)).toEqual({ kind: 'wait', until: 30_010 })
    start(breaker, 30_010)
    breaker.failed(tickets[4] ?? 0, 30_020)
    expect(breaker.state()).toBe('half_open')
    breaker.answered(tickets[5] ?? 0)
    expect(breaker.state()).toBe('closed')
  })

  it('gives the probe to the next when it was left', () => {
    const breaker = createHostBreaker({ failures: 1 })
    fail(breaker, 0)
    breaker.left(start(breaker, 30_000))
    expect(breaker.state()).toBe('open')
    breaker.answered(start(breaker, 30_000))
    expect(breaker.next(30_000).kind).toBe('start')
  })

  it('asks a dead host a bounded number of times, and finds it again', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const uniform = createUniform(seed, 'judged')
      const upAt = 3_600_000 * uniform()
      const breaker = createHostBreaker()
      let asked = 0
      let now = 0
      while (now < upAt) {
        const turn = breaker.next(now)
        if (turn.kind === 'wait') now = turn.until
        if (turn.kind !== 'start' || now >= upAt) continue
        asked++
        now += Math.floor(5000 * uniform())
        breaker.failed(turn.ticket, now)
      }
      // 5, then 30 + 60 + 120 + 240 s, then one in at least 480 s.
      expect(asked, `seed ${seed}`).toBeLessThanOrEqual(5 + 4 + Math.ceil(3600 / 480))
      const turn = breaker.next(now)
      const found = turn.kind === 'wait' ? turn.until : now
      expect(found - upAt, `seed ${seed}`).toBeLessThanOrEqual(605_000)
    }
  })

  it('refuses options that are none', () => {
    expect(() => createHostBreaker({ failures: 0 })).toThrow('failures')
    expect(() => createHostBreaker({ firstOpenMs: -1 })).toThrow('firstOpenMs')
  })
})
