import { setTimeout as delay } from 'node:timers/promises'
import { RunError } from '@warc2dataset/schemas'
import { parseUrl } from '../web/parse-url.js'
import type { CaptionQuestion } from './caption-question.js'

/** Where time comes from; tests bring their own. */
export interface CaptionClock {
  /** Unix time in ms. */
  readonly now: () => number
  /** Rejects if `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

export const REAL_CLOCK: CaptionClock = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    await delay(ms, undefined, { signal })
  },
}

export interface EndpointOptions extends CaptionQuestion {
  /** What `/chat/completions` is appended to, such as http://127.0.0.1:8000/v1. */
  readonly baseUrl: string
  readonly model: string
  /** Sent as `Authorization: Bearer` and given out nowhere; null: none is sent. */
  readonly apiKey: string | null
  /** `max_completion_tokens` for OpenAI's reasoning models, which refuse the other; default `max_tokens`. */
  readonly tokenField?: 'max_tokens' | 'max_completion_tokens'
  /** Of a caption, in UTF-16 units; default 1000. */
  readonly maxChars?: number
  /** Larger pictures are not sent; default 1 MiB. */
  readonly maxPictureBytes?: number
  /** Requests in flight at once, over all calls; at least 1. */
  readonly concurrency: number
  /** Asked before each request, retries included; false: it is not made. */
  readonly budget: { readonly take: () => boolean | Promise<boolean> }
  /** Of one request, to the last byte of its answer. Above 300 s the HTTP client's own limits come first. */
  readonly timeoutMs: number
  /** Further requests after a failed one that may pass. */
  readonly retries: number
  /** Longest wait before a retry; a server that asks for more is not asked again before. Default 60 s. */
  readonly maxWaitMs?: number
  /** Pictures in a row without an answer of the model after which the endpoint counts as down; default 32. */
  readonly maxFailures?: number
  /** Spreads the waits. */
  readonly jitterSeed: number
  readonly clock?: CaptionClock
}

/**
 * Options with their defaults.
 * @throws RunError exit 4 for what cannot be an endpoint; a bad key is named, never shown
 */
export function checkEndpoint(options: EndpointOptions): Required<EndpointOptions> {
  const refuse = (what: string, name: string, got: string) =>
    new RunError('recipe', `Expected ${what} for ${name} of the caption endpoint, got ${got}`)
  const url = parseUrl(options.baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw refuse('an http or https URL', 'base URL', 'another')
  // What is in the URL would be in every message about it.
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw refuse('a URL without user, password, query and fragment', 'base URL', 'one with')
  }
  if (options.apiKey !== null && !/^[\x21-\x7e]{1,4096}$/.test(options.apiKey)) {
    throw refuse('printable ASCII without spaces', 'the API key', `${options.apiKey.length} other characters`)
  }
  if (options.model === '') throw refuse('a name', 'model', 'none')
  const least = { concurrency: 1, maxTokens: 1, timeoutMs: 1, retries: 0 } as const
  for (const [name, low] of Object.entries(least) as [keyof typeof least, number][]) {
    const value = options[name]
    if (!Number.isSafeInteger(value) || value < low) {
      throw refuse(`an integer of at least ${low}`, name, String(value))
    }
  }
  return {
    tokenField: 'max_tokens',
    maxChars: 1000,
    maxPictureBytes: 2 ** 20,
    maxWaitMs: 60_000,
    maxFailures: 32,
    clock: REAL_CLOCK,
    ...options,
  }
}
