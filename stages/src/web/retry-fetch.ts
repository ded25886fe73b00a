import { setTimeout as delay } from 'node:timers/promises'
import { createAbortFan } from '../picture/abort-fan.js'
import type { FetchResult } from './fetch-result.js'
import type { Fetcher } from './open-fetcher.js'

export interface RetryOptions {
  /** Further attempts after the first, 0 or more. */
  readonly retries: number
  /** The wait in ms after failed attempt number `attempt` (1 is the first); `retryAfterMs` is what the server asked for. */
  readonly backoffMs: (attempt: number, retryAfterMs: number | undefined) => number
}

/** Of the last attempt. `attempts` is 1 to `retries + 1`. */
export type RetriedResult = FetchResult & { readonly attempts: number }

const aborts = createAbortFan()

/**
 * Fetches again while the result is retryable. Rejects like `Fetcher.fetch`, also during a wait. Each attempt has the fetcher's whole deadline.
 */
export async function fetchWithRetries(
  fetcher: Pick<Fetcher, 'fetch'>,
  url: string,
  options: RetryOptions,
  signal: AbortSignal,
): Promise<RetriedResult> {
  for (let attempts = 1; ; attempts++) {
    const result = await fetcher.fetch(url, signal)
    if (result.ok || !result.retryable || attempts > options.retries) return { ...result, attempts }
    await waitOr(options.backoffMs(attempts, result.retryAfterMs), signal)
  }
}

async function waitOr(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const stop = new AbortController()
  // Not the signal itself: a batch shares it, and Node warns at the eleventh listener.
  const forget = aborts.add(signal, () => stop.abort())
  try {
    await delay(ms, undefined, { signal: stop.signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    forget()
  }
}
