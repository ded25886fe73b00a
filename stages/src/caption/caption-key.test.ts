import { describe, expect, it } from 'vitest'
import { captionKey, promptHash } from './caption-key.js'
import type { CaptionQuestion } from './caption-question.js'

const question: CaptionQuestion = { prompt: 'p', fuse: false, temperature: 0, maxTokens: 80, seed: 1 }
const parts = { sha256: 'aa', model: 'm', prompt: promptHash(question), fusedAlt: null }

describe('promptHash', () => {
  it('differs with whatever decides the answer', () => {
    const changed: readonly Partial<CaptionQuestion>[] = [
      {},
      { prompt: 'q' },
      { fuse: true },
      { temperature: null },
      { temperature: 1 },
      { maxTokens: 81 },
      { seed: null },
      { seed: 2 },
    ]
    expect(new Set(changed.map((one) => promptHash({ ...question, ...one }))).size).toBe(changed.length)
  })

  it('leaves out what does not, and is not by order', () => {
    const { seed, ...rest } = question
    const same = { concurrency: 8, seed, ...rest }
    expect(promptHash(same)).toBe(promptHash(question))
  })
})

describe('captionKey', () => {
  it('differs with each part', () => {
    const changed = [
      {},
      { sha256: 'ab' },
      { model: 'n' },
      { prompt: 'x' },
      { fusedAlt: '' },
      { fusedAlt: 'a' },
    ]
    const keys = changed.map((one) => captionKey({ ...parts, ...one }))
    expect(new Set(keys).size).toBe(changed.length)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is of the alt as it is sent', () => {
    const of = (fusedAlt: string) => captionKey({ ...parts, fusedAlt })
    expect(of(' a\n star ')).toBe(of('a star'))
    expect(of('x'.repeat(500))).toBe(of('x'.repeat(900)))
  })
})
