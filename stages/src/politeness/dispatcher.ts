import { createAbortFan } from '../abort-fan.js'
import { createMemo, recall } from './memo.js'
import type { NetworkBreakerOptions } from './network-breaker.js'
import { createOutageWatch } from './outage-watch.js'
import type { Site } from './site-limits.js'
import { createSiteTable, type OpenSite } from './site-table.js'
import type { FailureVerdict, RefusedVisit, Traffic, Visit, VisitOutcome, VisitRequest } from './traffic.js'

export interface DispatcherOptions {
  /** Milliseconds of a steady clock. */
  readonly now: () => number
  readonly siteOf: (origin: string) => Site
  /** For each holder: pictures in flight or in memory, and notes in flight. */
  readonly places: { readonly picture: number; readonly note: number }
  /** Bytes of what is recalled. */
  readonly memoBytes: number
  /** Does this origin take a connection? Never rejects. */
  readonly probe: (origin: string) => Promise<boolean>
  readonly log: (event: string, fields?: Readonly<Record<string, unknown>>) => void
  readonly network?: NetworkBreakerOptions
}

/** One holder's way to the web, and its end. */
export interface HolderTraffic extends Traffic {
  /** Gives back all that the holder has and forgets what it waits for: its process ended. */
  readonly close: () => void
}

export interface Dispatcher {
  readonly open: () => HolderTraffic
  /** Stops all timers; nobody is answered any more. */
  readonly close: () => void
}

type WaitedSite = OpenSite<Waiting>

interface Holder {
  readonly id: number
  readonly inUse: { picture: number; note: number }
  /** Sites that had somebody who lacked only a place. */
  readonly blocked: Set<WaitedSite>
  readonly waiting: Set<(reason: unknown) => void>
  readonly flying: Set<Flight>
}

interface Waiting {
  readonly holder: Holder
  readonly request: VisitRequest
  readonly answer: (answer: Visit | RefusedVisit) => void
}

interface Flight {
  readonly site: WaitedSite
  readonly lane: number
  readonly breaker: number
  readonly network: number
  readonly request: VisitRequest
}

const NOTHING_LEARNED: VisitOutcome = { lane: { kind: 'neutral' }, host: 'left', network: 'left' }

/**
 * The one place that decides when a request goes out: a lane for each site, a breaker for each host, a watch over our
 * own network, and places for each holder, so that nobody waits while in a place and no slow site holds up another. Leave
 * is given when all four agree, and the request goes out at once. Times are the options' `now`; timers are Node's.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { now, places, log } = options
  const memo = createMemo(options.memoBytes, now)
  const aborts = createAbortFan()
  const sites = createSiteTable<Waiting>({ now, siteOf: options.siteOf, wake: (site) => pump(site) })
  let holders = 0

  const watch = createOutageWatch({
    ...options.network,
    now,
    probe: options.probe,
    log,
    opened: () => {
      for (const site of sites.all()) pump(site)
    },
  })

  /** Lets go whoever may. */
  const pump = (site: WaitedSite): void => {
    while (site.queue.size() > 0) {
      const hindered = site.lane.hindrance(now())
      if (hindered?.kind === 'given_up') {
        const asked = `${Math.ceil(hindered.askedMs / 1000)} s`
        const detail = `${site.name} asks for ${hindered.why === 'crawl_delay' ? 'a Crawl-delay' : 'a pause'} of ${asked}`
        for (const { line } of site.queue.heads())
          refuseLine(site, line, { kind: 'refused', code: 'site_wait', detail })
        return
      }
      if (hindered?.kind === 'wait') sites.wakeAt(site, hindered.until)
      if (hindered !== null || !letOneGo(site)) return
    }
  }
  const letOneGo = (site: WaitedSite): boolean => {
    for (const { line, item } of site.queue.heads()) {
      const { holder, request } = item
      if (!hasPlace(holder, request)) {
        holder.blocked.add(site)
        continue
      }
      const breaker = sites.breakerOf(site, request.origin)
      const turn = breaker.next(now())
      if (turn.kind !== 'start') {
        if (breaker.counts().failedProbes > 0) {
          const detail = `${request.origin} did not answer ${breaker.counts().failures} times`
          refuseLine(site, line, { kind: 'refused', code: 'host_down', detail })
        } else if (turn.kind === 'wait') sites.wakeAt(site, turn.until)
        continue
      }
      const network = watch.enter()
      if (network === null) {
        breaker.left(turn.ticket)
        return false
      }
      const lane = site.lane.next(now())
      if (lane.kind !== 'start')
        throw new Error(`Expected a start of a lane without hindrance, got ${lane.kind}`)
      site.queue.remove(line, item)
      go(item, { site, lane: lane.ticket, breaker: turn.ticket, network, request })
      return true
    }
    return false
  }
  const hasPlace = ({ inUse }: Holder, { purpose }: VisitRequest) => inUse[purpose] < places[purpose]
  const refuseLine = (site: WaitedSite, line: string, refusal: RefusedVisit) => {
    for (const item of site.queue.line(line)) {
      site.queue.remove(line, item)
      item.answer(refusal)
    }
  }
  const go = ({ holder, request, answer }: Waiting, flight: Flight) => {
    holder.inUse[request.purpose]++
    holder.flying.add(flight)
    answer({
      kind: 'go',
      done: (outcome) => new Promise((resolve) => land(holder, flight, outcome, resolve)),
    })
  }
  const land = (
    holder: Holder,
    flight: Flight,
    outcome: VisitOutcome,
    verdict: (verdict: FailureVerdict) => void,
  ) => {
    if (!holder.flying.delete(flight)) return verdict('write')
    const { site } = flight
    const { origin, purpose } = flight.request
    const breaker = sites.breakerOf(site, origin)
    site.lane.answered(flight.lane, outcome.lane, now())
    if (outcome.host === 'failed') breaker.failed(flight.breaker, now())
    else breaker[outcome.host](flight.breaker)
    if (breaker.canForget()) site.breakers.delete(origin)
    if (outcome.network === 'failed') watch.failed(flight.network, site.name, verdict)
    else {
      if (outcome.network === 'answered') watch.answered(origin)
      else watch.left(flight.network)
      verdict('write')
    }
    if (purpose === 'note') freePlace(holder, 'note')
    pump(site)
  }
  const freePlace = (holder: Holder, kind: 'picture' | 'note') => {
    holder.inUse[kind]--
    let looked = holder.blocked.size
    for (const site of holder.blocked) {
      if (looked-- === 0) return
      if (holder.inUse.picture >= places.picture && holder.inUse.note >= places.note) return
      holder.blocked.delete(site)
      pump(site)
    }
  }

  const visitOf =
    (holder: Holder): Traffic['visit'] =>
    (request, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const site = sites.of(request.origin)
        const line = `${holder.id} ${request.purpose} ${request.origin}`
        const item: Waiting = {
          holder,
          request,
          answer: (answer) => {
            forget()
            resolve(answer)
          },
        }
        const stop = (reason: unknown) => {
          forget()
          site.queue.remove(line, item)
          reject(reason)
        }
        const unlisten = aborts.add(signal, stop)
        holder.waiting.add(stop)
        const forget = () => {
          unlisten()
          holder.waiting.delete(stop)
        }
        site.queue.add(line, item)
        pump(site)
      })

  const open = (): HolderTraffic => {
    const holder: Holder = {
      id: ++holders,
      inUse: { picture: 0, note: 0 },
      blocked: new Set(),
      waiting: new Set(),
      flying: new Set(),
    }
    return {
      visit: visitOf(holder),
      leavePlace: () => freePlace(holder, 'picture'),
      slowTo: (origin, crawlDelayMs) => {
        const site = sites.of(origin)
        site.lane.slowTo(crawlDelayMs)
        pump(site)
      },
      recall: (name, make) => recall(memo, holder, name, make),
      close: () => {
        for (const stop of [...holder.waiting]) stop(new Error('The holder ended'))
        for (const flight of [...holder.flying]) land(holder, flight, NOTHING_LEARNED, () => {})
        memo.forget(holder)
      },
    }
  }
  return {
    open,
    close: () => {
      watch.close()
      sites.close()
    },
  }
}
