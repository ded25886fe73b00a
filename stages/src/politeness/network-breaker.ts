import { checkMs, whole } from './lane-limits.js'
import { createProbeSchedule } from './probe-schedule.js'
import type { Full, Start, Wait } from './turn.js'

export interface NetworkBreakerOptions {
  /** Different registered domains that must fail; 10. */
  readonly domains?: number
  /** Within this time, and with no answer from anybody since the first of them; 10 s. */
  readonly windowMs?: number
  /** The first probe is due at once; from its failure to the second: twice this; 1 s. */
  readonly firstProbeMs?: number
  /** The wait doubles with each failed probe up to this; 30 s. */
  readonly longestProbeMs?: number
}

/**
 * What to do with a failure. `write`: the host's own. `retry`: the network was gone, nothing may be written.
 * `wait`: not known yet, ask again at `until` and not much later; sooner is allowed.
 * `probe`: find it out, then ask again.
 */
export type Verdict = { readonly kind: 'write' } | { readonly kind: 'retry' } | Wait | Probe

/** Find out whether the network is there, then ask again for what you came for. */
export interface Probe {
  readonly kind: 'probe'
  readonly ticket: number
  /** A place that answered lately; a connection to it will do. Null if nobody ever answered: try what you came for. */
  readonly place: string | null
}

/** Each ticket, of a start or a probe, is handed back once, with one of `answered`, `failed` and `left`. */
export interface NetworkBreaker {
  /**
   * Anything but `start` means that the network is in doubt or gone; `full`: the probe is on its way. Later calls
   * have no smaller `now`.
   */
  readonly next: (now: number) => Start | Probe | Wait | Full
  /**
   * Somebody answered, whatever they said: a 404, a 429, "connection refused", "no such name" of a name server that
   * is not on this machine. The network is there. Closes. `place`: what a probe may ask later, an origin say.
   */
  readonly answered: (place: string, now: number) => void
  /** A failure that a lost network would give as well: no name server, no route, silence. */
  readonly failed: (ticket: number, domain: string, now: number) => void
  /** Nothing was learned about the network. A probe may be tried again at once. */
  readonly left: (ticket: number) => void
  /** Of a failure reported at `failedAt`. Who was told `write` or `retry` asks no more. */
  readonly judge: (failedAt: number, now: number) => Verdict
  /** `doubt`: the first probe has not failed yet. */
  readonly state: () => 'closed' | 'doubt' | 'open'
  readonly counts: () => NetworkBreakerCounts
}

export interface NetworkBreakerCounts {
  /** Outages that a probe confirmed and that are over. */
  readonly outages: number
  readonly probes: number
  /** Of the present outage; 0 while closed. A run that must end may stop at a number of these. */
  readonly failedProbes: number
  /** Of those outages. */
  readonly openMs: number
}

interface Outage {
  readonly from: number
  readonly openedAt: number
  readonly to: number
}

const MAX_PLACES = 8
/** How soon to ask again while the first probe is on its way. */
const DOUBT_MS = 1_000

/**
 * Tells our own network's end from that of a host. When `domains` domains have failed within `windowMs` and nobody
 * answered in between, nothing starts any more and a place that answered before is probed. If it answers, the hosts
 * were at fault: the last hosts of a crawl often are. If it does not, the network is gone until somebody answers, a
 * probe or what was in flight, and every failure since the last answer is to be retried.
 *
 * A failure waits for its verdict until somebody answers or the window is over, so that also those that opened the
 * breaker are retried and not written. In a busy crawl that is the next answer, ms later. An outage that is over
 * before the first probe ends looks like hosts at fault: the retries of each URL are for that.
 *
 * Fewer than `domains` domains at work never open it. Where nobody ever answered it stays open: `failedProbes` tells.
 * Memory: at most `domains` names, 8 places, and the outages of two windows.
 */
export function createNetworkBreaker(options: NetworkBreakerOptions = {}): NetworkBreaker {
  const domains = whole(options.domains ?? 10, 2, Number.MAX_SAFE_INTEGER, 'domains')
  const windowMs = checkMs(options.windowMs ?? 10_000, 'windowMs')
  const firstMs = checkMs(options.firstProbeMs ?? 1_000, 'firstProbeMs')
  const schedule = createProbeSchedule(firstMs, checkMs(options.longestProbeMs ?? 30_000, 'longestProbeMs'))
  /** By domain, the last failure, oldest first. */
  const failing = new Map<string, number>()
  /** The latest last. */
  const places = new Set<string>()
  let past: readonly Outage[] = []
  let open: Omit<Outage, 'to'> | null = null
  let lastAnswer = -Infinity
  let tickets = 0
  let probe: number | null = null
  let outages = 0
  let probes = 0
  let failedProbes = 0
  let openMs = 0

  const note = (domain: string, now: number) => {
    failing.delete(domain)
    failing.set(domain, now)
    for (const [old, at] of failing) {
      if (at > now - windowMs) break
      failing.delete(old)
    }
    if (failing.size < domains) return
    // Every failure since the last answer is doubtful, also one whose domain has failed again since.
    open = { from: lastAnswer, openedAt: now }
    failing.clear()
    schedule.begin(now)
  }

  const startProbe = (): Probe => {
    probe = ++tickets
    probes++
    const latestFirst = [...places].reverse()
    return { kind: 'probe', ticket: probe, place: latestFirst[failedProbes % latestFirst.length] ?? null }
  }

  return {
    next: (now) => {
      if (probe !== null) return { kind: 'full' }
      if (open === null) return { kind: 'start', ticket: ++tickets }
      if (failedProbes > 0 && now < schedule.due()) return { kind: 'wait', until: schedule.due() }
      return startProbe()
    },
    answered: (place, now) => {
      places.delete(place)
      places.add(place)
      for (const oldest of places) {
        if (places.size <= MAX_PLACES) break
        places.delete(oldest)
      }
      if (open !== null && failedProbes > 0) {
        outages++
        past = [...past, { ...open, to: now }]
        openMs += now - open.openedAt
      }
      past = past.filter(({ to }) => to >= now - 2 * windowMs)
      open = null
      probe = null
      failedProbes = 0
      failing.clear()
      lastAnswer = now
    },
    failed: (ticket, domain, now) => {
      if (ticket === probe) {
        probe = null
        failedProbes++
        schedule.failed(now)
      } else if (open === null) note(domain, now)
    },
    left: (ticket) => {
      if (ticket === probe) probe = null
    },
    judge: (failedAt, now) => {
      const lost = past.some(({ from, to }) => failedAt >= from && failedAt <= to)
      const doubtful = open !== null && failedAt >= open.from
      if (lost || (doubtful && failedProbes > 0)) return { kind: 'retry' }
      // Everybody may be waiting for a verdict, with nobody left who calls `next`.
      if (doubtful) return probe === null ? startProbe() : { kind: 'wait', until: now + DOUBT_MS }
      const until = failedAt + windowMs
      return lastAnswer >= failedAt || now >= until ? { kind: 'write' } : { kind: 'wait', until }
    },
    state: () => (open === null ? 'closed' : failedProbes === 0 ? 'doubt' : 'open'),
    counts: () => ({ outages, probes, failedProbes, openMs }),
  }
}
