import { describe, expect, it } from 'vitest'
import { newsOf, warningOf } from './event-text.js'

const scorer = { name: 'toy', id: 'toy-shapes-v1', provider: 'cpu', toy: true, domain: 'drawn scenes' }

describe('warningOf', () => {
  it('warns of a toy model, and of no other', () => {
    expect(warningOf('scorer', scorer)).toMatch(/^Warning: toy is a toy model, made for drawn scenes\./)
    expect(warningOf('scorer', { ...scorer, toy: false })).toBeNull()
  })

  it('names the filters that a toy model may not apply, and the flag that lets it', () => {
    const text = warningOf('toy_drops_nothing', { ignored: ['select.keep', 'similarity >= 0.2'] })
    expect(text).toContain('select.keep; similarity >= 0.2')
    expect(text).toContain('--allow-toy')
  })

  it('quotes an error without letting it steer the terminal', () => {
    const fields = { phase: 'fetch', unit: '00001', attempt: 2, error: '\u001b[2Jgone\nnext' }
    expect(warningOf('unit_failed', fields)).toBe('Warning: fetch 00001, attempt 2: \\u001b[2Jgone next')
  })

  it('is silent of everything else', () => expect(warningOf('phase_start', {})).toBeNull())
})

describe('newsOf', () => {
  it('says which model runs where', () => {
    expect(newsOf('scorer', scorer)).toBe('Model toy (toy-shapes-v1) runs on cpu')
    expect(newsOf('unit_done', {})).toBeNull()
  })
})
