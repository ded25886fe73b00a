import { createHash } from 'node:crypto'

const FIRST_MS = 500

/** When an endpoint may be asked. One server has one limit: what it tells one request holds for all. */
export interface RequestWaits {
  /** Ms until the next request may start; null: longer than anyone waits here. */
  readonly untilOpen: (nowMs: number) => number | null
  /** Keeps every request away for what the server asked for. */
  readonly close: (nowMs: number, ms: number) => void
  /** Ms before retry number `attempt` (1 is the first) of a picture, with what the server asked for, if it did. */
  readonly backoff: (key: string, attempt: number, retryAfterMs: number | null) => number
}

/**
 * Waits of 500 ms, doubled with each attempt, at most `maxWaitMs`, of which the seed takes up to a half away, by key
 * and attempt. What a server asks for is never made shorter, but up to a tenth longer, so that not all come back at once.
 */
export function createWaits(maxWaitMs: number, seed: number): RequestWaits {
  let openAt = 0
  return {
    untilOpen: (nowMs) => {
      const ms = Math.max(0, openAt - nowMs)
      return ms > maxWaitMs ? null : ms
    },
    close: (nowMs, ms) => {
      openAt = Math.max(openAt, nowMs + ms)
    },
    backoff: (key, attempt, retryAfterMs) => {
      const place = placeOf(`${seed}:wait:${attempt}:${key}`)
      if (retryAfterMs !== null) return Math.min(retryAfterMs, maxWaitMs) * (1 + place / 10)
      return Math.min(FIRST_MS * 2 ** (attempt - 1), maxWaitMs) * (1 - place / 2)
    },
  }
}

function placeOf(text: string): number {
  return createHash('md5').update(text).digest().readUInt32BE(0) / 2 ** 32
}
