import type { RefusedVisit, Visit, VisitOutcome } from '../politeness/traffic.js'
import { type FetchRefusal, isExhausted, refuseFetch } from '../web/fetch-result.js'
import type { HopResult } from '../web/open-fetcher.js'

/** What one request tells of its site, its host and our own network; null: it was given up by us. */
export function visitOutcome(result: HopResult<unknown> | null): VisitOutcome {
  if (result === null) return { lane: { kind: 'neutral' }, host: 'left', network: 'left' }
  if ('kind' in result) {
    const { kind, latencyMs } = result
    // A redirect says how fast the one who redirects is.
    const lane = kind === 'body' ? ({ kind: 'good', latencyMs } as const) : ({ kind: 'neutral' } as const)
    return { lane, host: 'answered', network: 'answered' }
  }
  return { lane: laneOf(result), host: hostOf(result), network: networkOf(result) }
}

/** Timeouts, lost connections, 429 and the passing 5xx are signs of too much load; a refused certificate is none. */
function laneOf({ code, retryable, reach, retryAfterMs }: FetchRefusal): VisitOutcome['lane'] {
  const strained = retryable && reach !== 'none' && code !== 'dns_error'
  if (!strained) return { kind: 'neutral' }
  return retryAfterMs === undefined ? { kind: 'strained' } : { kind: 'strained', retryAfterMs }
}

/** A name that does not exist is no host that is down: each of its pictures is told so by name. */
function hostOf({ code, reach }: FetchRefusal): VisitOutcome['host'] {
  if (reach === 'none' || (code === 'dns_error' && reach === 'refused')) return 'left'
  return reach === 'answered' ? 'answered' : 'failed'
}

function networkOf({ reach }: FetchRefusal): VisitOutcome['network'] {
  if (reach === 'none') return 'left'
  return reach === 'silent' ? 'failed' : 'answered'
}

/** What was refused without a request would be refused again, but for a lack of our own sockets. */
export function isWorthAnother(refusal: FetchRefusal): boolean {
  return refusal.retryable && (refusal.reach !== 'none' || isExhausted(refusal))
}

/** @throws FetchProblem for a visit that was refused */
export function goOrThrow(visit: Visit | RefusedVisit): Visit {
  if (visit.kind === 'go') return visit
  throw refuseFetch(visit.code, true, visit.detail, { reach: 'none' })
}
