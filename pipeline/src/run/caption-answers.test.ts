import type { CaptionOutcome } from '@warc2dataset/stages/caption/caption-outcome'
import { describe, expect, it } from 'vitest'
import { openMemory } from '../storage/memory.js'
import { openAnswers } from './caption-answers.js'

const KEY = 'ab'.repeat(32)
const written: CaptionOutcome = {
  kind: 'written',
  text: 'a star',
  finish: null,
  tokensIn: 9,
  tokensOut: null,
}

describe('openAnswers', () => {
  it('gives back what it was given, of two under one key the first', async () => {
    const storage = openMemory()
    const answers = openAnswers(storage, 'm')
    expect(await answers.get(KEY)).toBeNull()
    expect(await answers.put(KEY, 'p', written)).toEqual(written)
    const refused: CaptionOutcome = { kind: 'refused', detail: 'no', tokensIn: null, tokensOut: null }
    expect(await answers.put(KEY, 'p', refused)).toEqual(written)
    expect(await answers.get(KEY)).toEqual(written)
    const other = KEY.replace('a', 'c')
    await answers.put(other, 'p', refused)
    expect(await answers.get(other)).toEqual(refused)
    expect(await storage.list('captions/')).toContain(`captions/answers/ab/${KEY}.json`)
  })

  it.each([
    ['half a file', '{"version":1,'],
    [
      'an unknown outcome',
      JSON.stringify({
        version: 1,
        model: 'm',
        prompt_sha256: 'p',
        outcome: { kind: 'x', detail: '', tokensIn: null, tokensOut: null },
      }),
    ],
    [
      'a caption without its text',
      JSON.stringify({
        version: 1,
        model: 'm',
        prompt_sha256: 'p',
        outcome: { kind: 'written', detail: '', tokensIn: null, tokensOut: null },
      }),
    ],
  ])('takes %s for no answer of ours', async (_name, text) => {
    const storage = openMemory()
    await storage.create(`captions/answers/ab/${KEY}.json`, Buffer.from(text))
    await expect(openAnswers(storage, 'm').get(KEY)).rejects.toMatchObject({ exit: 'accounts' })
  })
})
