import { setMaxListeners } from 'node:events'
import { createPermits } from '../web/permits.js'
import { type CaptionOutcome, isRetryable, noCaption } from './caption-outcome.js'
import type { CaptionPicture } from './caption-question.js'
import { checkEndpoint, type EndpointOptions } from './endpoint-options.js'
import { equalRequests } from './equal-requests.js'
import { type Failure, passing } from './judge-failure.js'
import { mentionsKey } from './mentions-key.js'
import { createWaits } from './request-waits.js'
import { openRequest } from './send-request.js'

export interface Captioner {
  /**
   * Exactly one outcome per picture, in their order; equal requests among them are made once. `settled` hears of each
   * outcome as soon as it stands, by index: what was paid for can be stored before the rest, or an abort, comes.
   * Rejects with the reason of `signal`, and with what `settled` throws; no request is under way then.
   */
  readonly caption: (
    pictures: readonly CaptionPicture[],
    signal: AbortSignal,
    settled?: (index: number, outcome: CaptionOutcome) => void,
  ) => Promise<readonly CaptionOutcome[]>
  /**
   * Why this endpoint cannot be asked any more (the key is not accepted, there is no such model, nothing answers), or
   * null. Since then no request was made, and every outcome is `unreachable` or `rate_limited`.
   */
  readonly problem: () => string | null
}

/**
 * Opens a server that speaks OpenAI's chat completions (vLLM, SGLang, llama.cpp, Ollama, OpenAI). Pictures are sent as
 * data URL with `detail: low`. Asks again what may pass: no connection, time limit, 5xx, 429 (after Retry-After), an
 * answer that is no JSON.
 * @throws RunError exit 4 as `checkEndpoint` does
 */
export function openEndpoint(given: EndpointOptions): Captioner {
  const options = checkEndpoint(given)
  const { apiKey, budget, clock, maxPictureBytes, retries } = options
  const permits = createPermits(options.concurrency)
  const waits = createWaits(options.maxWaitMs, options.jitterSeed)
  const request = openRequest(options)
  let problem: string | null = null
  let failures = 0

  /** No word of the key leaves, wherever the server put it. */
  const guarded = (outcome: CaptionOutcome): CaptionOutcome => {
    if (outcome.kind !== 'written') {
      return mentionsKey(outcome.detail, apiKey)
        ? { ...outcome, detail: 'the server repeats the API key' }
        : outcome
    }
    if (!mentionsKey(`${outcome.text} ${outcome.finish}`, apiKey)) return outcome
    return noCaption('bad_answer', 'the answer repeats the API key', outcome)
  }

  const askOnce = async (picture: CaptionPicture, signal: AbortSignal): Promise<Failure | CaptionOutcome> => {
    const open = waits.untilOpen(clock.now())
    if (open === null) {
      return { ...passing('rate_limited', 'the server asked for a longer wait than is made'), mayPass: false }
    }
    if (!(await budget.take())) return noCaption('over_budget', 'no request is left')
    return await request(picture, signal)
  }

  const ask = async (picture: CaptionPicture, signal: AbortSignal): Promise<CaptionOutcome> => {
    if (!isJpeg(picture.jpeg)) return noCaption('unfit', 'Expected a JPEG, got other bytes')
    if (picture.jpeg.length > maxPictureBytes) {
      return noCaption('unfit', `Expected at most ${maxPictureBytes} bytes, got ${picture.jpeg.length}`)
    }
    for (let attempt = 1; ; attempt++) {
      for (let ms = waits.untilOpen(clock.now()); ms !== null && ms > 0; ms = waits.untilOpen(clock.now())) {
        await clock.wait(ms, signal)
      }
      if (problem !== null) return noCaption('unreachable', `not asked any more: ${problem}`)
      const result = await askOnce(picture, signal)
      if (!('outcome' in result)) return result
      const { outcome, mayPass, isFinal, retryAfterMs } = result
      if (isFinal) problem ??= (guarded(outcome) as typeof outcome).detail
      if (retryAfterMs !== null) waits.close(clock.now(), retryAfterMs)
      if (!mayPass || attempt > retries || waits.untilOpen(clock.now()) === null) return outcome
      await clock.wait(waits.backoff(picture.key, attempt, retryAfterMs), signal)
    }
  }

  const count = (outcome: CaptionOutcome): void => {
    if (outcome.kind === 'unfit' || outcome.kind === 'over_budget') return
    failures = isRetryable(outcome.kind) ? failures + 1 : 0
    if (failures >= options.maxFailures && outcome.kind !== 'written') {
      problem ??= `${failures} pictures in a row without an answer, the last: ${outcome.detail}`
    }
  }

  const caption: Captioner['caption'] = async (pictures, signal, settled) => {
    signal.throwIfAborted()
    const stop = new AbortController()
    // One listener a request and a waiting place: many, but each is removed.
    setMaxListeners(0, stop.signal)
    const forward = () => stop.abort(signal.reason)
    signal.addEventListener('abort', forward, { once: true })
    const outcomes: CaptionOutcome[] = []
    const askFor = async (indices: readonly number[]): Promise<void> => {
      const leave = await permits.acquire(stop.signal)
      try {
        const outcome = guarded(await ask(pictures[indices[0] as number] as CaptionPicture, stop.signal))
        count(outcome)
        for (const index of indices) {
          outcomes[index] = outcome
          settled?.(index, outcome)
        }
      } catch (error) {
        stop.abort(error)
        throw error
      } finally {
        leave()
      }
    }
    const asked = await Promise.allSettled(equalRequests(pictures, options).map(askFor))
    signal.removeEventListener('abort', forward)
    signal.throwIfAborted()
    if (asked.some(({ status }) => status === 'rejected')) throw stop.signal.reason
    return outcomes
  }
  return { caption, problem: () => problem }
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.length > 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}
