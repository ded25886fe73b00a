import OpenAI from 'openai'
import { openAnswerFetch } from './answer-fetch.js'
import type { CaptionOutcome } from './caption-outcome.js'
import { type CaptionPicture, questionText, seedOf } from './caption-question.js'
import type { EndpointOptions } from './endpoint-options.js'
import { type Failure, judgeFailure, passing } from './judge-failure.js'
import { readCompletion } from './read-completion.js'

/** One request. Rejects with the reason of its signal. */
export function openRequest(options: Required<EndpointOptions>) {
  const { model, temperature, maxTokens, tokenField, timeoutMs, maxChars, clock } = options
  const client = new OpenAI({
    baseURL: options.baseUrl,
    // The true one is set by our fetch.
    apiKey: 'set-elsewhere',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: 2 * timeoutMs,
    logLevel: 'off',
    fetch: openAnswerFetch(options.apiKey),
  })
  return async (picture: CaptionPicture, signal: AbortSignal): Promise<Failure | CaptionOutcome> => {
    const limit = new AbortController()
    const forward = () => limit.abort()
    signal.addEventListener('abort', forward, { once: true })
    const timer = setTimeout(forward, timeoutMs)
    try {
      signal.throwIfAborted()
      const url = `data:image/jpeg;base64,${picture.jpeg.toString('base64')}`
      const text = questionText(options, picture.alt)
      const seed = seedOf(picture, options)
      const answer: unknown = await client.chat.completions.create(
        {
          model,
          messages: [
            {
              role: 'user',
              content: [
                { type: 'text', text },
                { type: 'image_url', image_url: { url, detail: 'low' } },
              ],
            },
          ],
          [tokenField]: maxTokens,
          ...(temperature === null ? {} : { temperature }),
          ...(seed === null ? {} : { seed }),
        },
        { signal: limit.signal },
      )
      const outcome = readCompletion(answer, maxChars)
      // A proxy's page, or half an answer: the model may not have been asked at all.
      return outcome.kind === 'bad_answer' ? { ...passing('bad_answer', outcome.detail), outcome } : outcome
    } catch (error) {
      signal.throwIfAborted()
      if (limit.signal.aborted) return passing('unreachable', `no answer within ${timeoutMs} ms`)
      return judgeFailure(error, clock.now())
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', forward)
    }
  }
}
