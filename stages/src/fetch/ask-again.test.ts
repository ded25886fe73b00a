import { expect, it, vi } from 'vitest'
import { askAgain, pauseFor, type Tried } from './ask-again.js'

type Said = 'good' | 'gone' | 'busy' | 'unsent'

/** Answers in turn; `lost` is one that our own network spoiled. */
async function ask(said: readonly (Said | 'lost')[], retries = 2, time = Infinity) {
  const left = [...said]
  const pauses: number[] = []
  const attempt = async (): Promise<Tried<Said>> => {
    const next = left.shift()
    if (next === undefined) throw new Error('Expected no further attempt')
    return next === 'lost' ? { answer: 'gone', verdict: 'retry' } : { answer: next, verdict: 'write' }
  }
  const asked = await askAgain(attempt, {
    retries,
    mayPass: (answer) => answer === 'busy',
    isUnsent: (answer) => answer === 'unsent',
    pause: async (ms) => pauses.push(ms) <= time,
  })
  return { ...asked, pauses, left: left.length }
}

it.each<[readonly (Said | 'lost')[], Said, number, readonly number[]]>([
  [['good'], 'good', 1, []],
  [['gone'], 'gone', 1, []],
  [['busy', 'good'], 'good', 2, [500]],
  [['busy', 'busy', 'busy'], 'busy', 3, [500, 1000]],
  [['lost', 'lost', 'busy', 'lost', 'good'], 'good', 2, [500]],
  // What stopped the second request says less than what came of the first.
  [['busy', 'unsent'], 'busy', 1, [500]],
  [['unsent'], 'unsent', 1, []],
])('%j comes to %s after %i', async (said, answer, attempts, pauses) => {
  expect(await ask(said)).toEqual({ answer, attempts, pauses, left: 0 })
})

it('stands by the last answer where there is no time for another', async () => {
  expect(await ask(['busy'], 2, 0)).toMatchObject({ answer: 'busy', attempts: 1 })
})

it('lets any number wait for one signal without a warning, and ends with its reason', async () => {
  const warned = vi.spyOn(process, 'emitWarning')
  const stop = new AbortController()
  const all = Promise.allSettled(Array.from({ length: 50 }, () => pauseFor(60_000, stop.signal)))
  stop.abort(new Error('enough'))
  expect((await all).map((each) => each.status === 'rejected' && each.reason.message)).toEqual(
    Array(50).fill('enough'),
  )
  expect(warned).not.toHaveBeenCalled()
})
