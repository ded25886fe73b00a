const MAX_MS = 3_600_000

/**
 * The wait that a `Retry-After` field asks for (RFC 9110 section 10.2.3: seconds, or an HTTP date), in ms from
 * `nowMs` (Unix time), 0 to one hour. Undefined for what is neither.
 */
export function parseRetryAfter(value: string, nowMs: number): number | undefined {
  const text = value.trim()
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : dateOf(text) - nowMs
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_MS)
}

// Date.parse alone would take "-5" and "3.5" for dates.
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN
}
