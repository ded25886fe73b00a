import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDispatcher, type Dispatcher, type DispatcherOptions } from './dispatcher.js'
import { type SiteRules, siteOf } from './site-limits.js'
import type { Traffic, VisitOutcome } from './traffic.js'

const GOOD: VisitOutcome = { lane: { kind: 'good', latencyMs: 50 }, host: 'answered', network: 'answered' }
const REFUSED: VisitOutcome = { lane: { kind: 'strained' }, host: 'failed', network: 'answered' }
const SILENT: VisitOutcome = { lane: { kind: 'strained' }, host: 'failed', network: 'failed' }
const RULES: SiteRules = { connections: 6, requestsPerSecond: 10, own: new Map(), tasks: 1 }
const live = new AbortController().signal

let dispatcher: Dispatcher
let networkIsThere: boolean
let events: string[]

beforeEach(() => {
  vi.useFakeTimers()
  networkIsThere = true
  events = []
})
afterEach(() => {
  dispatcher.close()
  vi.useRealTimers()
})

function open(more: Partial<DispatcherOptions> = {}): Dispatcher {
  dispatcher = createDispatcher({
    now: () => performance.now(),
    siteOf: (origin) => siteOf(new URL(origin).hostname, RULES),
    places: { picture: 256, note: 64 },
    memoBytes: 10_000,
    probe: async () => networkIsThere,
    log: (event) => void events.push(event),
    ...more,
  })
  return dispatcher
}

interface Sent {
  readonly origin: string
  readonly at: number
  readonly end: number
}

/** Sends one request as a worker does; what it was refused with, if it was. */
async function send(
  traffic: Traffic,
  origin: string,
  sent: Sent[],
  outcome: VisitOutcome = GOOD,
  latencyMs = 50,
) {
  const visit = await traffic.visit({ origin, purpose: 'picture' }, live)
  if (visit.kind === 'refused') return visit.code
  const at = performance.now()
  await new Promise((done) => setTimeout(done, latencyMs))
  sent.push({ origin, at, end: performance.now() })
  traffic.leavePlace()
  return visit.done(outcome)
}

function mostIn(sent: readonly Sent[], ms: number): number {
  const starts = sent.map(({ at }) => at).sort((a, b) => a - b)
  return Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + ms).length))
}

function mostAtOnce(sent: readonly Sent[]): number {
  return Math.max(...sent.map(({ at }) => sent.filter((other) => other.at <= at && other.end > at).length))
}

describe('createDispatcher', () => {
  it('holds the rate and the connections of a site over two holders', async () => {
    const { open: openHolder } = open()
    const holders = [openHolder(), openHolder()]
    const sent: Sent[] = []
    // Every second host of the same registered domain.
    const all = Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        send(holders[i % 2] as Traffic, `https://img${i % 3}.site.example`, sent, GOOD, 400),
      ),
    )
    await vi.runAllTimersAsync()
    await all
    expect(sent).toHaveLength(200)
    expect(mostIn(sent, 1000)).toBeLessThanOrEqual(10)
    expect(mostAtOnce(sent)).toBeLessThanOrEqual(6)
    expect(mostAtOnce(sent.slice(0, 20))).toBe(2)
  })

  it('lets nobody wait for a slow site but those who want it', async () => {
    const traffic = open({ places: { picture: 4, note: 4 } }).open()
    const slow: Sent[] = []
    const quick: Sent[] = []
    const all = Promise.all([
      ...Array.from({ length: 50 }, () => send(traffic, 'https://slow.example', slow, GOOD, 10_000)),
      ...Array.from({ length: 50 }, (_, i) => send(traffic, `https://quick${i}.example`, quick, GOOD, 10)),
    ])
    await vi.advanceTimersByTimeAsync(1_000)
    expect([slow.length, quick.length]).toEqual([0, 50])
    await vi.runAllTimersAsync()
    await all
    expect(slow).toHaveLength(50)
  })

  it('gives no more places than there are, and each again', async () => {
    const traffic = open({ places: { picture: 3, note: 3 } }).open()
    const sent: Sent[] = []
    const all = Promise.all(
      Array.from({ length: 40 }, (_, i) => send(traffic, `https://s${i}.example`, sent)),
    )
    await vi.runAllTimersAsync()
    await all
    expect(sent).toHaveLength(40)
    expect(mostAtOnce(sent)).toBe(3)
  })

  it('keeps a Crawl-delay between any two starts, and leaves a site that asks for more than 30 s', async () => {
    const traffic = open().open()
    traffic.slowTo('https://a.site.example', 3_000)
    const sent: Sent[] = []
    const all = Promise.all(
      Array.from({ length: 5 }, (_, i) => send(traffic, `https://h${i}.site.example`, sent)),
    )
    await vi.runAllTimersAsync()
    await all
    const starts = sent.map(({ at }) => at)
    expect(starts.slice(1).every((at, i) => at - (starts[i] ?? 0) >= 3_000)).toBe(true)
    traffic.slowTo('https://b.other.example', 31_000)
    expect(await send(traffic, 'https://b.other.example', sent)).toBe('site_wait')
  })

  it('asks a host that does not answer five times, once more later, and then no more', async () => {
    const traffic = open().open()
    const sent: Sent[] = []
    const all = Promise.all(
      Array.from({ length: 20 }, () => send(traffic, 'https://dead.site.example', sent, REFUSED)),
    )
    const alive = send(traffic, 'https://well.site.example', sent)
    await vi.runAllTimersAsync()
    const fates = await all
    expect(fates.filter((fate) => fate === 'host_down')).toHaveLength(14)
    expect(await alive).toBe('write')
    const dead = sent.filter(({ origin }) => origin === 'https://dead.site.example')
    expect(dead).toHaveLength(6)
    expect((dead[5]?.at ?? 0) - (dead[4]?.end ?? 0)).toBeGreaterThanOrEqual(30_000)
  })

  it('writes no failure of an outage of 60 s, and goes on after it', async () => {
    const traffic = open().open()
    const fates = new Map<string, string>()
    const crawl = async (origin: string) => {
      for (;;) {
        const visit = await traffic.visit({ origin, purpose: 'note' }, live)
        if (visit.kind === 'refused') return void fates.set(origin, visit.code)
        const there = networkIsThere
        await new Promise((done) => setTimeout(done, there ? 50 : 5_000))
        const fate = await visit.done(there ? GOOD : SILENT)
        if (fate === 'write') return void fates.set(origin, there ? 'good' : 'silent')
      }
    }
    const all = Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await new Promise((done) => setTimeout(done, i * 20))
        await crawl(`https://s${i}.example`)
      }),
    )
    await vi.advanceTimersByTimeAsync(2_000)
    const before = fates.size
    networkIsThere = false
    await vi.advanceTimersByTimeAsync(60_000)
    const during = fates.size
    networkIsThere = true
    await vi.runAllTimersAsync()
    await all
    expect(before).toBeGreaterThan(50)
    expect(during - before).toBeLessThanOrEqual(3)
    expect([...fates.values()].filter((fate) => fate !== 'good')).toEqual([])
    expect(events).toEqual(['network_gone', 'network_back'])
  })

  it('believes dead hosts while somebody answers', async () => {
    const traffic = open().open()
    const sent: Sent[] = []
    const dead = Promise.all(
      Array.from({ length: 30 }, (_, i) => send(traffic, `https://d${i}.example`, sent, SILENT, 1_000)),
    )
    const well = Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        await new Promise((done) => setTimeout(done, i * 100))
        return send(traffic, `https://w${i}.example`, sent)
      }),
    )
    await vi.runAllTimersAsync()
    expect(new Set(await dead)).toEqual(new Set(['write']))
    expect(new Set(await well)).toEqual(new Set(['write']))
    expect(events).toEqual([])
  })

  it('takes back what a holder had when it ends', async () => {
    const { open: openHolder } = open()
    const [ends, stays] = [openHolder(), openHolder()]
    for (const _ of [1, 2]) {
      const flying = ends.visit({ origin: 'https://site.example', purpose: 'note' }, live)
      await vi.advanceTimersByTimeAsync(200)
      expect((await flying).kind).toBe('go')
    }
    const lost = ends.visit({ origin: 'https://site.example', purpose: 'picture' }, live)
    const sent: Sent[] = []
    const waits = send(stays, 'https://site.example', sent)
    ends.close()
    await expect(lost).rejects.toThrow('ended')
    await vi.runAllTimersAsync()
    expect(await waits).toBe('write')
  })

  it('forgets who gave up waiting', async () => {
    const traffic = open().open()
    const stop = new AbortController()
    const sent: Sent[] = []
    const first = send(traffic, 'https://site.example', sent)
    const given = traffic.visit({ origin: 'https://site.example', purpose: 'picture' }, stop.signal)
    stop.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
    const last = send(traffic, 'https://site.example', sent)
    await vi.runAllTimersAsync()
    expect([await first, await last]).toEqual(['write', 'write'])
  })

  it('makes each text once, by another if its maker cannot, and again when it is old', async () => {
    const { open: openHolder } = open()
    const [a, b] = [openHolder(), openHolder()]
    let made = 0
    const make = async () => {
      made++
      await new Promise((done) => setTimeout(done, 100))
      return { text: `text ${made}`, ttlMs: 1_000 }
    }
    const failing = a.recall('name', async () => {
      throw new Error('lost')
    })
    const both = [b.recall('name', make), a.recall('name', make)]
    await expect(failing).rejects.toThrow('lost')
    await vi.advanceTimersByTimeAsync(100)
    expect(await Promise.all(both)).toEqual(['text 1', 'text 1'])
    await vi.advanceTimersByTimeAsync(1_001)
    const again = a.recall('name', make)
    await vi.advanceTimersByTimeAsync(100)
    expect(await again).toBe('text 2')
  })
})
