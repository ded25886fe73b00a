import { describe, expect, it } from 'vitest'
import { createUniform } from '../projection/seeded-hash.js'
import { createNetworkBreaker, type NetworkBreaker } from './network-breaker.js'

const start = (breaker: NetworkBreaker, now: number): number => {
  const turn = breaker.next(now)
  if (turn.kind !== 'start') throw new Error(`Expected a start at ${now}, got ${turn.kind}`)
  return turn.ticket
}
const failMany = (breaker: NetworkBreaker, times: readonly number[]) => {
  const tickets = times.map((now) => start(breaker, now))
  for (const [n, now] of times.entries()) breaker.failed(tickets[n] ?? 0, `d${n}.example`, now)
}
const upTo = (count: number, step: number) => Array.from({ length: count }, (_, n) => n * step)
const probe = (breaker: NetworkBreaker, now: number) => {
  const turn = breaker.next(now)
  if (turn.kind !== 'probe') throw new Error(`Expected a probe at ${now}, got ${turn.kind}`)
  return turn
}
const failAtOnce = (breaker: NetworkBreaker, count: number, now: number) =>
  failMany(
    breaker,
    Array.from({ length: count }, () => now),
  )

describe('a network breaker', () => {
  it('is in doubt at the tenth domain within 10 s', () => {
    const breaker = createNetworkBreaker()
    failMany(breaker, upTo(9, 1000))
    expect(breaker.state()).toBe('closed')
    breaker.failed(start(breaker, 8000), 'd8.example', 8000)
    expect(breaker.state()).toBe('closed')
    breaker.failed(start(breaker, 9000), 'new.example', 9000)
    expect(breaker.state()).toBe('doubt')
    expect(breaker.next(9000)).toEqual({ kind: 'probe', ticket: 12, place: null })
    expect(breaker.next(9000)).toEqual({ kind: 'full' })
  })

  it('stays closed where failures are farther apart, or somebody answered', () => {
    const slow = createNetworkBreaker()
    failMany(slow, upTo(100, 1200))
    expect(slow.state()).toBe('closed')
    const mixed = createNetworkBreaker()
    failMany(mixed, upTo(9, 1))
    mixed.answered('a', 10)
    failAtOnce(mixed, 9, 11)
    expect(mixed.state()).toBe('closed')
    mixed.failed(start(mixed, 12), 'd9.example', 12)
    expect(mixed.state()).toBe('doubt')
  })

  it('lets a failure wait for its verdict: an answer, the end of the window, or a probe', () => {
    const breaker = createNetworkBreaker()
    failMany(breaker, [1000])
    expect(breaker.judge(1000, 1000)).toEqual({ kind: 'wait', until: 11_000 })
    expect(breaker.judge(1000, 11_000)).toEqual({ kind: 'write' })
    breaker.answered('a', 2000)
    expect(breaker.judge(1000, 2000)).toEqual({ kind: 'write' })
    failAtOnce(breaker, 10, 3000)
    expect(breaker.judge(3000, 3000)).toEqual({ kind: 'probe', ticket: 12, place: 'a' })
    expect(breaker.judge(3000, 3000)).toEqual({ kind: 'wait', until: 4000 })
    expect(breaker.next(3000)).toEqual({ kind: 'full' })
    breaker.failed(12, 'a', 8000)
    expect(breaker.state()).toBe('open')
    expect(breaker.judge(3000, 8000)).toEqual({ kind: 'retry' })
    expect(breaker.judge(90_000, 90_000)).toEqual({ kind: 'retry' })
    breaker.answered('b', 90_100)
    expect(breaker.judge(90_000, 90_200)).toEqual({ kind: 'retry' })
    expect(breaker.judge(90_150, 90_200)).toEqual({ kind: 'wait', until: 100_150 })
    expect(breaker.counts()).toEqual({ outages: 1, probes: 1, failedProbes: 0, openMs: 87_100 })
  })

  it('leaves the failures to the hosts where a place that answered before answers again', () => {
    const breaker = createNetworkBreaker()
    breaker.answered('a', 0)
    failAtOnce(breaker, 10, 3000)
    expect(probe(breaker, 3000).place).toBe('a')
    breaker.answered('a', 3100)
    expect(breaker.judge(3000, 3100)).toEqual({ kind: 'write' })
    expect(breaker.next(3100).kind).toBe('start')
    expect(breaker.counts()).toEqual({ outages: 0, probes: 1, failedProbes: 0, openMs: 0 })
  })

  it('probes one at a time, at once, then after 2, 4, 8, 16, 30, 30 s, the latest places in turn', () => {
    const breaker = createNetworkBreaker()
    for (let n = 0; n < 12; n++) breaker.answered(`p${n}`, n)
    breaker.answered('p10', 12)
    failAtOnce(breaker, 10, 100)
    let now = 100
    const waits: number[] = []
    const places: (string | null)[] = []
    for (let n = 0; n < 9; n++) {
      const { ticket, place } = probe(breaker, now)
      places.push(place)
      // What was in flight before fails as well, and is no probe.
      breaker.failed(3, 'd3.example', now)
      expect(breaker.next(now)).toEqual({ kind: 'full' })
      breaker.failed(ticket, 'probe.example', now)
      const turn = breaker.next(now)
      if (turn.kind !== 'wait') throw new Error(turn.kind)
      expect(breaker.next(turn.until - 1)).toEqual(turn)
      waits.push(turn.until - now)
      now = turn.until
    }
    expect(waits.slice(0, 6)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(places).toEqual(['p10', 'p11', 'p9', 'p8', 'p7', 'p6', 'p5', 'p4', 'p10'])
    breaker.left(probe(breaker, now).ticket)
    probe(breaker, now)
    breaker.answered('p11', now)
    expect(breaker.next(now).kind).toBe('start')
    expect(breaker.counts()).toMatchObject({ outages: 1, probes: 11, failedProbes: 0 })
  })

  it('refuses options that are none', () => {
    expect(() => createNetworkBreaker({ domains: 1 })).toThrow('domains')
    expect(() => createNetworkBreaker({ windowMs: Number.NaN })).toThrow('windowMs')
  })
})

interface Job {
  readonly domain: number
  at: number
  failedAt: number | null
  ticket: number
  phase: 'ask' | 'fly' | 'probe' | 'judge'
}

/** One URL each of `count` domains at most `width` at a time, every `dead`-th silent; the network is gone in between. */
function crawl(seed: number, count: number, width: number, dead: number, gone: readonly [number, number]) {
  const uniform = createUniform(seed, 'judged')
  const breaker = createNetworkBreaker()
  const written = new Map<number, 'good' | 'failed'>()
  let asked = 0
  let fed = 0
  const jobs: Job[] = []
  const isGone = (at: number) => at >= gone[0] && at < gone[1]
  let now = 0
  for (let steps = 0; written.size < count; steps++) {
    if (steps > 1_000_000) throw new Error('Expected an end of the crawl, got none')
    while (jobs.length < width && fed < count) {
      jobs.push({ domain: fed++, at: now, failedAt: null, ticket: 0, phase: 'ask' })
    }
    const job = jobs.reduce((a, b) => (b.at < a.at ? b : a))
    now = Math.max(now, job.at)
    if (job.phase === 'ask') {
      const turn = breaker.next(now)
      if (turn.kind === 'wait') job.at = turn.until
      // Polled instead of woken, at random so that nobody is always first.
      else if (turn.kind === 'full') job.at = now + 50 + 50 * uniform()
      else if (turn.kind === 'probe') {
        const lost = isGone(now)
        if (lost) asked++
        Object.assign(job, { ticket: turn.ticket, phase: 'probe', failedAt: lost ? 0 : null })
        job.at = now + (lost ? 5000 : 100)
      } else {
        const lost = isGone(now)
        const fails = lost || job.domain % dead === 0
        if (lost) asked++
        Object.assign(job, { ticket: turn.ticket, phase: 'fly', failedAt: fails ? 0 : null })
        job.at = now + (fails ? 3000 + 2000 * uniform() : 50 + 200 * uniform())
      }
    } else if (job.phase === 'probe') {
      if (job.failedAt === null) breaker.answered('reference', now)
      else breaker.failed(job.ticket, 'reference', now)
      job.phase = 'ask'
    } else if (job.phase === 'fly') {
      if (job.failedAt === null) {
        breaker.answered(`d${job.domain}.example`, now)
        written.set(job.domain, 'good')
        jobs.splice(jobs.indexOf(job), 1)
      } else {
        breaker.failed(job.ticket, `d${job.domain}.example`, now)
        Object.assign(job, { phase: 'judge', failedAt: now })
      }
    } else {
      const verdict = breaker.judge(job.failedAt ?? now, now)
      if (verdict.kind === 'probe') {
        if (isGone(now)) breaker.failed(verdict.ticket, 'reference', now)
        else breaker.answered('reference', now)
      } else if (verdict.kind === 'wait') job.at = Math.min(verdict.until, now + 500)
      else if (verdict.kind === 'retry') job.phase = 'ask'
      else {
        written.set(job.domain, 'failed')
        jobs.splice(jobs.indexOf(job), 1)
      }
    }
  }
  return { written, asked, breaker, now }
}

describe('a crawl whose network goes for a while', () => {
  it('writes no failure that is its own, asks little meanwhile and goes on soon', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { written, asked, breaker, now } = crawl(seed, 3000, 40, 101, [5_000, 125_000])
      expect(breaker.counts().outages, `seed ${seed}`).toBe(1)
      const failures = [...written].filter(([, how]) => how === 'failed').map(([domain]) => domain)
      expect(
        failures.every((domain) => domain % 101 === 0),
        `seed ${seed}`,
      ).toBe(true)
      expect(failures).toHaveLength(Math.ceil(3000 / 101))
      // Those 40 that were at work, those that took the places of the last answered, and the probes of two minutes.
      expect(asked, `seed ${seed}`).toBeLessThanOrEqual(40 + 40 + 8)
      // It closes after a probe that may be under way and a wait of at most 30 s.
      expect(breaker.counts().openMs, `seed ${seed}`).toBeLessThan(120_000 + 36_000)
      expect(now, `seed ${seed}`).toBeGreaterThan(125_000)
    }
  })

  it('never opens where the network stays, with a third of the hosts silent', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { written, breaker } = crawl(seed, 1500, 40, 3, [Infinity, Infinity])
      expect(breaker.counts().outages, `seed ${seed}`).toBe(0)
      expect([...written.values()].filter((how) => how === 'failed')).toHaveLength(500)
    }
  })
})
