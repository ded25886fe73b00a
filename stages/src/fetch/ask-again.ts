import { setTimeout as delay } from 'node:timers/promises'
import { createAbortFan } from '../abort-fan.js'
import type { FailureVerdict } from '../politeness/traffic.js'

/** What came of one attempt, and whether our own network may have spoiled it. */
export interface Tried<T> {
  readonly answer: T
  readonly verdict: FailureVerdict
}

export interface AgainRules<T> {
  /** Further attempts after one that failed and may pass. */
  readonly retries: number
  readonly mayPass: (answer: T) => boolean
  /** No request was sent: tells less than what came of an earlier attempt. */
  readonly isUnsent: (answer: T) => boolean
  /** False: there is no time for another attempt. */
  readonly pause: (ms: number) => Promise<boolean>
}

const FIRST_BACKOFF_MS = 500

/**
 * Tries until there is an answer that stands. `attempts` is 1 or more; those that our own network spoiled are not counted.
 * The pause after a failed attempt doubles from half a second; the lane of the site makes it longer where the site asks.
 */
export async function askAgain<T>(
  attempt: () => Promise<Tried<T>>,
  { retries, mayPass, isUnsent, pause }: AgainRules<T>,
): Promise<{ readonly answer: T; readonly attempts: number }> {
  let last: { readonly answer: T; readonly attempts: number } | null = null
  for (let attempts = 1; ; ) {
    const { answer, verdict } = await attempt()
    if (verdict === 'retry') continue
    if (last !== null && isUnsent(answer)) return last
    last = { answer, attempts }
    if (attempts > retries || !mayPass(answer)) return last
    if (!(await pause(FIRST_BACKOFF_MS * 2 ** (attempts - 1)))) return last
    attempts++
  }
}

const aborts = createAbortFan()

/** Waits, or rejects with the reason of `signal`, which many may share. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const stop = new AbortController()
  // Not the signal itself: Node warns at its eleventh listener.
  const forget = aborts.add(signal, (reason) => stop.abort(reason))
  try {
    await delay(ms, undefined, { signal: stop.signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    forget()
  }
}
