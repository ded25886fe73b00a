import { checkMs, whole } from './lane-limits.js'
import { createProbeSchedule } from './probe-schedule.js'
import type { Full, Start, Wait } from './turn.js'

export interface HostBreakerOptions {
  /** Connection failures in a row that open it; 5, as Apache Nutch's `fetcher.max.exceptions.per.queue`. */
  readonly failures?: number
  /** From opening to the first probe; 30 s. */
  readonly firstOpenMs?: number
  /** The wait doubles with each failed probe up to this; 10 minutes. */
  readonly longestOpenMs?: number
}

export interface HostBreakerCounts {
  /** Connection failures that were reported. */
  readonly failures: number
  /** Times it went from closed to open. */
  readonly opened: number
  readonly probes: number
  /** Probes that failed since it was last closed: for who decides that the host is down. */
  readonly failedProbes: number
  /** Times somebody was told `wait` or `full`. */
  readonly refused: number
}

/** Each ticket is handed back once, with one of `answered`, `failed` and `left`. */
export interface HostBreaker {
  /** `full`: the probe is on its way. */
  readonly next: (now: number) => Start | Wait | Full
  /** The host answered, whatever it said: closes. */
  readonly answered: (ticket: number) => void
  /** No connection: refused, reset, unreachable, TLS, or no head in time. */
  readonly failed: (ticket: number, now: number) => void
  /** Nothing was learned, say because the caller gave up. A probe may be tried again at once. */
  readonly left: (ticket: number) => void
  readonly state: () => 'closed' | 'open' | 'half_open'
  readonly counts: () => HostBreakerCounts
  /** True if a new breaker would do the same: tables may drop this one, and its counts. */
  readonly canForget: () => boolean
}

/**
 * Spares a host that does not answer, and the time of those who ask it. Closed until `failures` in a row; then open,
 * and at the times of `createProbeSchedule` half open for one request. What was in flight when it opened fails
 * without further effect; if one of those is answered, the host is up and the breaker closes.
 */
export function createHostBreaker(options: HostBreakerOptions = {}): HostBreaker {
  const limit = whole(options.failures ?? 5, 1, Number.MAX_SAFE_INTEGER, 'failures')
  const firstMs = checkMs(options.firstOpenMs ?? 30_000, 'firstOpenMs')
  const schedule = createProbeSchedule(firstMs, checkMs(options.longestOpenMs ?? 600_000, 'longestOpenMs'))
  let tickets = 0
  let inRow = 0
  let isOpen = false
  let probe: number | null = null
  let counts: HostBreakerCounts = { failures: 0, opened: 0, probes: 0, failedProbes: 0, refused: 0 }

  const refuse = (turn: Wait | Full) => {
    counts = { ...counts, refused: counts.refused + 1 }
    return turn
  }

  return {
    next: (now) => {
      if (probe !== null) return refuse({ kind: 'full' })
      if (isOpen && now < schedule.due()) return refuse({ kind: 'wait', until: schedule.due() })
      const ticket = ++tickets
      if (isOpen) {
        probe = ticket
        counts = { ...counts, probes: counts.probes + 1 }
      }
      return { kind: 'start', ticket }
    },
    answered: () => {
      isOpen = false
      probe = null
      inRow = 0
      counts = { ...counts, failedProbes: 0 }
    },
    failed: (ticket, now) => {
      counts = { ...counts, failures: counts.failures + 1 }
      if (ticket === probe) {
        probe = null
        counts = { ...counts, failedProbes: counts.failedProbes + 1 }
        schedule.failed(now)
      } else if (!isOpen && ++inRow >= limit) {
        isOpen = true
        counts = { ...counts, opened: counts.opened + 1 }
        schedule.begin(now)
      }
    },
    left: (ticket) => {
      if (ticket === probe) probe = null
    },
    state: () => (!isOpen ? 'closed' : probe === null ? 'open' : 'half_open'),
    counts: () => counts,
    canForget: () => !isOpen && inRow === 0,
  }
}
