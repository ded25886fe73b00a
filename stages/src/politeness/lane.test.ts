import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from '../web/retry-after.js'
import { createLane, type LaneOutcome } from './lane.js'

const good: LaneOutcome = { kind: 'good', latencyMs: 50 }
const strained: LaneOutcome = { kind: 'strained' }

describe('a lane', () => {
  it('starts with 2 in flight, 100 ms apart', () => {
    const lane = createLane()
    expect(lane.next(1000)).toEqual({ kind: 'start', ticket: 1 })
    expect(lane.next(1000)).toEqual({ kind: 'wait', until: 1100 })
    expect(lane.next(1099)).toEqual({ kind: 'wait', until: 1100 })
    expect(lane.next(1100)).toEqual({ kind: 'start', ticket: 2 })
    expect(lane.next(5000)).toEqual({ kind: 'full' })
    lane.answered(1, good, 5000)
    expect(lane.next(5000)).toEqual({ kind: 'start', ticket: 3 })
    expect(lane.next(5000)).toEqual({ kind: 'full' })
  })

  it('saves nothing up while nobody asks', () => {
    const lane = createLane()
    lane.next(0)
    expect(lane.next(60_000)).toEqual({ kind: 'start', ticket: 2 })
    lane.answered(1, good, 60_000)
    expect(lane.next(60_000)).toEqual({ kind: 'wait', until: 60_100 })
  })

  it('halves, and pauses 1, 2, 4 ... 60 s for strained rounds in a row', () => {
    const lane = createLane({ startConcurrency: 4 })
    let now = 0
    const pauses: number[] = []
    for (let round = 0; round < 8; round++) {
      const turn = lane.next(now)
      if (turn.kind !== 'start') throw new Error(turn.kind)
      lane.answered(turn.ticket, strained, now + 30)
      const { pausedUntil } = lane.view()
      pauses.push(pausedUntil - (now + 30))
      expect(lane.next(pausedUntil - 1)).toEqual({ kind: 'wait', until: pausedUntil })
      now = pausedUntil
      if (round < 2) expect(lane.view().limit).toBe([2, 1][round])
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    expect(lane.view().limit).toBe(1)
    expect(lane.next(now).kind).toBe('start')
    lane.answered(9, good, now + 50)
    expect(lane.next(now + 1000).kind).toBe('start')
    lane.answered(10, strained, now + 1000)
    expect(lane.view().pausedUntil).toBe(now + 2000)
  })

  it('takes the strain of one round for one', () => {
    const lane = createLane({ startConcurrency: 4 })
    for (const now of [0, 100, 200, 300]) lane.next(now)
    lane.answered(1, strained, 400)
    for (const ticket of [2, 3, 4]) lane.answered(ticket, strained, 500)
    expect(lane.view()).toMatchObject({ limit: 2, inFlight: 0, pausedUntil: 1400 })
  })

  it('learns nothing from other answers', () => {
    const lane = createLane()
    for (let n = 1; n <= 200; n++) {
      expect(lane.next(n * 100).kind).toBe('start')
      lane.answered(n, { kind: 'neutral' }, n * 100 + 40)
    }
    expect(lane.view()).toEqual({ limit: 2, inFlight: 0, pausedUntil: -Infinity, givenUp: null })
  })

  it('refuses a ticket that is not in flight', () => {
    const lane = createLane()
    lane.next(0)
    lane.answered(1, good, 1)
    expect(() => lane.answered(1, good, 2)).toThrow('Expected a ticket in flight for ticket, got 1')
    expect(() => lane.answered(7, good, 2)).toThrow(RangeError)
  })

  it('refuses limits that are none', () => {
    expect(() => createLane({ startConcurrency: 7 })).toThrow(
      'Expected a whole number 1 to 6 for startConcurrency, got 7',
    )
    expect(() => createLane({ requestsPerSecond: 0 })).toThrow('requestsPerSecond')
    expect(() => createLane({ maxConcurrency: 2.5 })).toThrow('maxConcurrency')
    expect(() => createLane({ crawlDelayMs: Number.NaN })).toThrow('Expected 0 or more ms for crawlDelayMs')
    expect(() => createLane().slowTo(-1)).toThrow(RangeError)
  })
})

describe('Retry-After', () => {
  const at = Date.UTC(2015, 9, 21, 7, 28)
  const after = (field: string) => {
    const lane = createLane()
    lane.next(at)
    lane.next(at + 100)
    const retryAfterMs = parseRetryAfter(field, at + 200)
    lane.answered(1, { kind: 'strained', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }, at + 200)
    return lane
  }

  it('pauses the lane, by seconds and by date', () => {
    expect(after('120').next(at + 200)).toEqual({ kind: 'full' })
    const cases = [
      ['120', at + 120_200],
      ['300', at + 300_200],
      ['Wed, 21 Oct 2015 07:30:00 GMT', at + 120_000],
      // Shorter than the pause of the lane itself, past, or not to be read.
      ['0', at + 1200],
      ['Wed, 21 Oct 2015 07:27:00 GMT', at + 1200],
      ['soon', at + 1200],
    ] as const
    for (const [field, until] of cases) {
      const lane = after(field)
      lane.answered(2, { kind: 'neutral' }, at + 300)
      expect(lane.next(until - 1), field).toEqual({ kind: 'wait', until })
      expect(lane.next(until).kind, field).toBe('start')
    }
  })

  it('gives up beyond five minutes, for good', () => {
    const lane = after('301')
    const givenUp = { kind: 'given_up', why: 'retry_after', askedMs: 301_000 }
    expect(lane.next(at + 200)).toEqual(givenUp)
    lane.answered(2, good, at + 300)
    expect(lane.next(at + 9_999_999)).toEqual(givenUp)
    expect(after('86400').next(at + 200)).toEqual({ ...givenUp, askedMs: 3_600_000 })
    expect(after('Wed, 21 Oct 2015 08:00:00 GMT').next(at + 200).kind).toBe('given_up')
  })

  it('counts the longest of one round', () => {
    const lane = createLane()
    lane.next(0)
    lane.next(100)
    lane.answered(1, { kind: 'strained', retryAfterMs: 90_000 }, 200)
    lane.answered(2, { kind: 'strained', retryAfterMs: 20_000 }, 300)
    expect(lane.next(300)).toEqual({ kind: 'wait', until: 90_200 })
  })
})

describe('Crawl-delay', () => {
  it('is one in flight, and the delay lies between an answer and the next start', () => {
    const lane = createLane({ crawlDelayMs: 5000 })
    expect(lane.next(0)).toEqual({ kind: 'start', ticket: 1 })
    expect(lane.next(9000)).toEqual({ kind: 'full' })
    lane.answered(1, good, 9000)
    expect(lane.next(9000)).toEqual({ kind: 'wait', until: 14_000 })
    expect(lane.next(14_000)).toEqual({ kind: 'start', ticket: 2 })
    lane.answered(2, { kind: 'neutral' }, 14_050)
    expect(lane.next(14_050)).toEqual({ kind: 'wait', until: 19_050 })
    expect(lane.canForget(19_049)).toBe(false)
    expect(lane.canForget(19_050)).toBe(true)
  })

  it('counts from the answer that brought it', () => {
    const lane = createLane()
    lane.next(0)
    lane.answered(1, good, 400)
    lane.slowTo(1000)
    expect(lane.next(1399)).toEqual({ kind: 'wait', until: 1400 })
    expect(lane.next(1400)).toEqual({ kind: 'start', ticket: 2 })
  })

  it('may come late, and the longest counts', () => {
    const lane = createLane()
    lane.next(0)
    lane.next(100)
    lane.slowTo(0)
    lane.answered(1, good, 150)
    lane.slowTo(2000)
    lane.slowTo(1000)
    expect(lane.next(3000)).toEqual({ kind: 'full' })
    lane.answered(2, good, 3000)
    expect(lane.next(3000)).toEqual({ kind: 'wait', until: 5000 })
    expect(lane.next(5000)).toEqual({ kind: 'start', ticket: 3 })
    lane.answered(3, good, 5001)
    expect(lane.next(5001)).toEqual({ kind: 'wait', until: 7001 })
  })

  it('under 100 ms does not make it faster; beyond 30 s the lane gives up', () => {
    const lane = createLane({ crawlDelayMs: 10 })
    lane.next(0)
    lane.answered(1, good, 5)
    expect(lane.next(5)).toEqual({ kind: 'wait', until: 100 })
    expect(createLane({ crawlDelayMs: 30_000 }).next(0).kind).toBe('start')
    expect(createLane({ crawlDelayMs: 30_001 }).next(0)).toEqual({
      kind: 'given_up',
      why: 'crawl_delay',
      askedMs: 30_001,
    })
    expect(createLane({ crawlDelayMs: Infinity }).next(0).kind).toBe('given_up')
  })
})

it('may be forgotten only where a new lane would be no less polite', () => {
  const lane = createLane()
  expect(lane.canForget(0)).toBe(true)
  lane.next(0)
  expect(lane.canForget(0)).toBe(false)
  lane.answered(1, good, 50)
  expect(lane.canForget(50)).toBe(false)
  expect(lane.canForget(100)).toBe(true)
  lane.next(200)
  lane.answered(2, strained, 250)
  expect(lane.canForget(1_000_000)).toBe(false)
  const late = createLane()
  late.slowTo(1000)
  expect(late.canForget(1_000_000)).toBe(false)
})
