import { describe, expect, it } from 'vitest'
import { openBoard } from './board.js'

const counts = { in: 10, kept: 8, shadow: 0, dropped: { dup_url: 2 }, failed: {} }

describe('openBoard', () => {
  it('shows a line for each phase under way, as fetch and score are', () => {
    const board = openBoard(() => 0)
    board.take('phase_start', { phase: 'fetch', units: 3, pending: 3 })
    board.take('phase_start', { phase: 'score', units: 3, pending: 3 })
    board.take('progress', { phase: 'score', unit: 'toy.00000', kept: 64, left: 0 })
    expect(board.lines(100).map((line) => line.slice(0, 5))).toEqual(['fetch', 'score'])
    expect(board.lines(100)[1]).toContain('64 pictures')
    expect(board.take('phase_done', { phase: 'fetch', counts })).toContain('10 in, 8 kept, 2 left out')
    expect(board.lines(100).map((line) => line.slice(0, 5))).toEqual(['score'])
  })

  it('refines units by rows where the phase before said how many come', () => {
    const board = openBoard(() => 0)
    board.take('phase_done', { phase: 'plan', counts })
    board.take('phase_start', { phase: 'fetch', units: 2, pending: 2 })
    board.take('progress', { phase: 'fetch', unit: '00000', kept: 2, left: 0 })
    expect(board.lines(100)[0]).toContain(' 25%')
    board.take('unit_failed', { phase: 'fetch', unit: '00000', attempt: 1, error: 'x' })
    expect(board.lines(100)[0]).toContain('  0%')
  })

  it('shows no bar for a phase without work', () => {
    const board = openBoard(() => 0)
    board.take('phase_start', { phase: 'plan', units: 1, pending: 0 })
    expect(board.lines(100)).toEqual([])
    expect(board.take('phase_done', { phase: 'plan', counts })).toContain('done before')
  })
})
