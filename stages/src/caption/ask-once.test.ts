import { describe, expect, it } from 'vitest'
import { type Answers, type AskOnceOptions, openAskOnce } from './ask-once.js'
import { type CaptionOutcome, noCaption } from './caption-outcome.js'
import type { CaptionPicture } from './caption-question.js'
import type { CaptionedSample } from './captioned-sample.js'

const written = (text: string): CaptionOutcome => ({
  kind: 'written',
  text,
  finish: 'stop',
  tokensIn: 9,
  tokensOut: 2,
})
const sample = (values: Partial<CaptionedSample> = {}): CaptionedSample => ({
  key: 'k',
  text: 'alt',
  tar_offset: 0n,
  tar_size: 4n,
  width: 10,
  height: 10,
  primary_row: null,
  template_row: null,
  ...values,
})
const signal = new AbortController().signal

function memory(): Answers & { readonly stored: Map<string, CaptionOutcome> } {
  const stored = new Map<string, CaptionOutcome>()
  return {
    stored,
    get: async (key) => stored.get(key) ?? null,
    put: async (key, _prompt, outcome) => {
      if (!stored.has(key)) stored.set(key, outcome)
      return stored.get(key) ?? outcome
    },
  }
}

/** Keys one after the other, as a lease table gives them. */
function oneAfterAnother(): AskOnceOptions['alone'] {
  const tails = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const next = (tails.get(key) ?? Promise.resolve()).then(work)
    tails.set(
      key,
      next.catch(() => {}),
    )
    return next
  }
}

function open(given: Partial<AskOnceOptions> = {}) {
  const asked: CaptionPicture[] = []
  const answers = memory()
  const options: AskOnceOptions = {
    model: 'm',
    candidates: [{ prompt: 'p', seed: null }],
    fuse: false,
    maxArea: 100,
    readPicture: async (offset) => Buffer.from(`picture ${offset}`),
    shrink: async (jpeg, { width, height }) => Buffer.from(`${jpeg} ${width}x${height}`),
    refusal: () => null,
    ask: async (picture) => {
      asked.push(picture)
      return written(`said of ${picture.jpeg}`)
    },
    answers,
    alone: oneAfterAnother(),
    ...given,
  }
  return { ask: openAskOnce(options), asked, answers }
}

describe('openAskOnce', () => {
  it('asks once about equal pictures, at once or later, and per alt only where it goes along', async () => {
    const { ask, asked } = open()
    const all = await Promise.all(['a', 'b', 'c'].map((text) => ask(sample({ key: text, text }), signal)))
    expect(all.flat().map(({ isKnown }) => isKnown)).toEqual([false, true, true])
    expect((await ask(sample(), signal))[0]).toEqual({ outcome: written('said of picture 0'), isKnown: true })
    await ask(sample({ tar_offset: 1n }), signal)
    expect(asked).toHaveLength(2)
    const fused = open({ fuse: true })
    for (const text of ['a', 'b', 'a']) await fused.ask(sample({ text }), signal)
    expect(fused.asked.map(({ alt }) => alt)).toEqual(['a', 'b'])
  })

  it('asks each candidate by its own seed, of a picture that was made ready once', async () => {
    let shrunk = 0
    const candidates = [1, 2, 3].map((seed) => ({ prompt: `p${seed}`, seed }))
    const { ask, asked } = open({
      candidates,
      shrink: async (_jpeg, { width, height }) => {
        shrunk += 1
        return Buffer.from(`${width}x${height}`)
      },
    })
    await ask(sample({ width: 40, height: 10 }), signal)
    expect(asked.map(({ seed, jpeg }) => [seed, String(jpeg)])).toEqual([1, 2, 3].map((n) => [n, '20x5']))
    expect(shrunk).toBe(1)
  })

  it('makes nothing ready for what is known, or not asked', async () => {
    const never = () => Promise.reject(new Error('not to be called'))
    const { ask, answers } = open({ shrink: never, refusal: () => noCaption('over_budget', 'none left') })
    const large = sample({ width: 40, height: 10 })
    expect((await ask(large, signal))[0]?.outcome.kind).toBe('over_budget')
    expect(answers.stored.size).toBe(0)
  })

  it.each([
    ['over_budget', 0],
    ['rate_limited', 0],
    ['unreachable', 0],
    ['bad_answer', 0],
    ['refused', 1],
    ['empty', 1],
    ['cut', 1],
  ] as const)('%s: keeps %i answers', async (kind, count) => {
    const { ask, answers } = open({ ask: async () => noCaption(kind, 'so') })
    expect((await ask(sample(), signal))[0]?.outcome.kind).toBe(kind)
    expect(answers.stored.size).toBe(count)
  })

  it('keeps that a picture is unfit, and sends none of it', async () => {
    const { ask, asked, answers } = open({ shrink: async () => noCaption('unfit', 'decode_error') })
    expect((await ask(sample({ width: 40, height: 10 }), signal))[0]?.outcome.kind).toBe('unfit')
    expect([asked.length, answers.stored.size]).toEqual([0, 1])
  })

  it('takes what another stored first', async () => {
    const answers = { ...memory(), put: async () => written('theirs') }
    const { ask } = open({ answers })
    expect((await ask(sample(), signal))[0]?.outcome).toEqual(written('theirs'))
  })
})
