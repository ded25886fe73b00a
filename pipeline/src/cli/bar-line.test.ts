import { describe, expect, it } from 'vitest'
import { barLine, phaseLine } from './bar-line.js'
import { addRows, dropUnit, finishUnit, remainingMs, shareOf, startTally } from './phase-tally.js'

const counts = { in: 100, kept: 80, shadow: 0, dropped: { dup_url: 15 }, failed: { timeout: 5 } }

/** Four units of 100 rows, one done before; one finished in 10 s, half of another under way. */
const tally = (() => {
  const started = startTally({ phase: 'fetch', units: 4, pending: 3, expected: 400, workers: 2 }, 0)
  const finished = finishUnit(started, '00001', counts, 10_000)
  return addRows(finished, '00002', { kept: 40, left: 10 }, 15_000)
})()

describe('shareOf', () => {
  it('counts units done before, units done now, and the rows of those under way', () => {
    expect(shareOf(tally)).toBeCloseTo((1 + 1 + 0.5) / 4)
  })

  it('takes the mean of finished units where the rows to come are not known', () => {
    expect(shareOf({ ...tally, expected: null })).toBeCloseTo(2.5 / 4)
    expect(shareOf({ ...tally, expected: null, done: 0 })).toBeCloseTo(1 / 4)
  })

  it('forgets the rows of a unit that failed', () => {
    expect(shareOf(dropUnit(tally, '00002'))).toBeCloseTo(2 / 4)
  })
})

describe('remainingMs', () => {
  it('goes by the pace of this call, not by what was done before', () => {
    expect(remainingMs(tally, 15_000)).toBeCloseTo(15_000)
    expect(remainingMs(tally, 1_000)).toBeNull()
  })
})

describe('barLine', () => {
  it('shows share, rows, rate, time left and units', () => {
    expect(barLine(tally, 15_000, 120)).toBe(
      'fetch    [===============>........]  62%  120 kept, 30 left out  10/s  ETA 15 s  2/4 units',
    )
  })

  it.each([200, 100, 79, 60, 50, 40, 30, 20, 8, 1])('never is wider than %i columns', (columns) => {
    const line = barLine(tally, 15_000, columns)
    expect(line.length).toBeLessThanOrEqual(columns)
    expect(line.startsWith('fetch'.slice(0, columns))).toBe(true)
    if (columns >= 50) expect(line).toContain('120 kept, 30 left out')
  })

  it('is ASCII: one character, one column', () => {
    expect(barLine(tally, 15_000, 200)).toMatch(/^[\x20-\x7e]+$/)
  })
})

describe('how busy the devices were', () => {
  const start = startTally({ phase: 'score', units: 4, pending: 4, expected: null, workers: 2 }, 0)
  const scored = addRows(start, 'toy.00000', { kept: 64, left: 0, computeMs: 9000 }, 6_000)

  it('is their computing time over the time that all of them had', () => {
    expect(barLine(scored, 6_000, 120, 'GPU')).toContain('  GPU busy 75%  ')
  })

  it('is that of the last seconds', () => {
    let tally = scored
    for (let second = 7; second <= 30; second += 1)
      tally = addRows(tally, 'toy.00000', { kept: 1, left: 0, computeMs: 200 }, second * 1000)
    expect(barLine(tally, 30_000, 120, 'GPU')).toContain('  GPU busy 10%  ')
  })

  it('is not told of a phase without a device', () => {
    expect(barLine(tally, 15_000, 200, 'GPU')).not.toContain('busy')
  })
})

describe('phaseLine', () => {
  it('says what a phase did', () => {
    expect(phaseLine('fetch', counts, tally, 65_000)).toBe(
      'fetch    1 unit in 1 m 05 s: 100 in, 80 kept, 20 left out',
    )
    expect(phaseLine('fetch', counts, { ...tally, pending: 0 }, 65_000)).toContain('done before:')
    expect(phaseLine('pack', counts, tally, 65_000)).toContain(': 80 samples')
  })
})
