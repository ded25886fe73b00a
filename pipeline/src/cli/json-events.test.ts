import { describe, expect, it } from 'vitest'
import { openJsonEvents } from './json-events.js'

describe('openJsonEvents', () => {
  it('adds rows up and writes them once a second and phase, losing none', () => {
    const lines: string[] = []
    let now = 0
    const { event } = openJsonEvents(
      (line) => lines.push(line),
      () => now,
    )
    event('phase_start', { phase: 'fetch', units: 1, pending: 1 })
    for (; now < 2500; now += 10) {
      event('progress', { phase: 'fetch', unit: '00000', kept: 1, left: 2 })
      event('progress', { phase: 'score', unit: 'toy.00000', kept: 1, left: 0, computeMs: 4.5 })
    }
    event('phase_done', { phase: 'fetch', counts: {} })
    event('phase_done', { phase: 'score', counts: {} })
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const fetched = events.filter((each) => each['event'] === 'progress' && each['phase'] === 'fetch')
    expect(fetched.length).toBeLessThanOrEqual(4)
    expect(fetched.reduce((sum, { kept }) => sum + Number(kept), 0)).toBe(250)
    expect(fetched.reduce((sum, { left }) => sum + Number(left), 0)).toBe(500)
    const scored = events.filter((each) => each['event'] === 'progress' && each['phase'] === 'score')
    expect(scored.reduce((sum, { computeMs }) => sum + Number(computeMs), 0)).toBeCloseTo(250 * 4.5, -1)
    expect(fetched[0]).not.toHaveProperty('computeMs')
    const order = events.filter(({ phase }) => phase === 'fetch').map((each) => each['event'])
    expect(order.at(0)).toBe('phase_start')
    expect(order.at(-1)).toBe('phase_done')
    expect(lines.every((line) => line.endsWith('}\n') && line.indexOf('\n') === line.length - 1)).toBe(true)
  })
})
