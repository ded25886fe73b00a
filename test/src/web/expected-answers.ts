import type { Answer } from './site-plan.js'

/** What a run must make of each kind of answer when fetch.retries is 1. */
export interface Expected {
  /** Drop reason or failure code; null: a picture. */
  readonly reason: string | null
  /** Times that the URL itself is asked. */
  readonly asks: number
}

const once = (reason: string | null): Expected => ({ reason, asks: 1 })
/** What may pass is asked once more. */
const twice = (reason: string): Expected => ({ reason, asks: 2 })

export const EXPECTED: Readonly<Record<Answer, Expected>> = {
  picture: once(null),
  moved: once(null),
  missing: once('http_status'),
  broken: twice('http_status'),
  silent: twice('timeout'),
  cut: twice('body_truncated'),
  reset: twice('connect_error'),
  page: once('not_an_image'),
  large: once('too_many_bytes'),
  encoded: once('bad_encoding'),
  garbled: once('http_malformed'),
  loop: once('redirect_error'),
  inward: once('address_refused'),
}
