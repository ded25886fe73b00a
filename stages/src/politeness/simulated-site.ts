import type { Lane, LaneOutcome } from './lane.js'

/** For tests: what a site does with a request that arrives at `now`. Called in the order of time. */
export type Site = (now: number) => { readonly afterMs: number; readonly outcome: LaneOutcome }

export interface Visit {
  readonly startedAt: number
  readonly endedAt: number
  /** In flight once it had started, and what the lane allowed then. */
  readonly inFlight: number
  readonly limit: number
  readonly kind: LaneOutcome['kind']
}

/**
 * For tests: asks a site through a lane as fast as the lane lets it, on a clock of its own, until `until` or until
 * the lane gives up; then waits for what is in flight. Throws if the lane breaks a promise about waiting.
 */
export function visitSite(lane: Lane, site: Site, from: number, until: number): readonly Visit[] {
  const visits: Visit[] = []
  const flying: { readonly ticket: number; readonly endedAt: number; readonly outcome: LaneOutcome }[] = []
  let now = from
  let toldAt: number | null = null
  for (;;) {
    const turn = now < until ? lane.next(now) : null
    if (turn?.kind === 'start') {
      const { afterMs, outcome } = site(now)
      const endedAt = now + afterMs
      flying.push({ ticket: turn.ticket, endedAt, outcome })
      const { inFlight, limit } = lane.view()
      visits.push({ startedAt: now, endedAt, inFlight, limit, kind: outcome.kind })
      toldAt = null
      continue
    }
    if (toldAt === now) throw new Error(`Expected a start at ${now} as promised, got ${turn?.kind}`)
    flying.sort((a, b) => a.endedAt - b.endedAt)
    const [first] = flying
    if (turn?.kind === 'wait' && turn.until <= now) throw new Error(`Expected a wait, got ${turn.until}`)
    if (turn?.kind === 'wait' && !(first !== undefined && first.endedAt <= turn.until)) {
      now = turn.until
      toldAt = now < until ? now : null
      continue
    }
    if (first === undefined) {
      if (turn?.kind === 'full') throw new Error('Expected something in flight in a full lane, got nothing')
      return visits
    }
    flying.shift()
    now = first.endedAt
    toldAt = null
    lane.answered(first.ticket, first.outcome, now)
  }
}

/** For tests: `servers` requests at once take `serviceMs` each, the others queue. `servers` is the knee. */
export function queueingSite(servers: number, serviceMs: () => number): Site {
  const free: number[] = Array.from({ length: servers }, () => 0)
  return (now) => {
    free.sort((a, b) => a - b)
    const end = Math.max(now, free[0] ?? 0) + serviceMs()
    free[0] = end
    return { afterMs: end - now, outcome: { kind: 'good', latencyMs: end - now } }
  }
}

/** For tests: all in flight share what `servers` can do, so that a request is slower by what it finds there. */
export function sharingSite(servers: number, serviceMs: () => number): Site {
  let ends: readonly number[] = []
  return (now) => {
    ends = ends.filter((end) => end > now)
    const afterMs = serviceMs() * Math.max(1, (ends.length + 1) / servers)
    ends = [...ends, now + afterMs]
    return { afterMs, outcome: { kind: 'good', latencyMs: afterMs } }
  }
}

/** For tests: the most starts in any half-open window of `ms`. */
export function mostStartsIn(visits: readonly Visit[], ms: number): number {
  const starts = visits.map(({ startedAt }) => startedAt).sort((a, b) => a - b)
  let first = 0
  return starts.reduce((most, start, index) => {
    while ((starts[first] ?? start) <= start - ms) first++
    return Math.max(most, index - first + 1)
  }, 0)
}
