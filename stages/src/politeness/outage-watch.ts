import { createNetworkBreaker, type NetworkBreakerOptions } from './network-breaker.js'
import type { FailureVerdict } from './traffic.js'

export interface OutageOptions extends NetworkBreakerOptions {
  readonly now: () => number
  /** Does this place (an origin, as `answered` was told) take a connection? Never rejects. */
  readonly probe: (place: string) => Promise<boolean>
  /** Somebody may go again. */
  readonly opened: () => void
  readonly log: (event: string, fields?: Readonly<Record<string, unknown>>) => void
}

/** Holds everybody while our own network is gone, and tells of each failure whose fault it was. */
export interface OutageWatch {
  /** A ticket to be handed back, or null: nobody goes now, `opened` will be called. */
  readonly enter: () => number | null
  readonly answered: (place: string) => void
  readonly left: (ticket: number) => void
  /** `verdict` is called once, later or at once. */
  readonly failed: (ticket: number, domain: string, verdict: (verdict: FailureVerdict) => void) => void
  readonly close: () => void
}

interface Doubt {
  readonly at: number
  readonly verdict: (verdict: FailureVerdict) => void
}

export function createOutageWatch(options: OutageOptions): OutageWatch {
  const { now, probe, opened, log } = options
  const breaker = createNetworkBreaker(options)
  let doubts: readonly Doubt[] = []
  let timer: NodeJS.Timeout | null = null
  let timerAt = Infinity
  let gone = false
  let closed = false
  let inFlight = 0
  let lastPlace: string | null = null
  let isAsking = false

  const wakeAt = (at: number) => {
    if (closed || (timer !== null && timerAt <= at)) return
    if (timer !== null) clearTimeout(timer)
    timerAt = at
    timer = setTimeout(
      () => {
        timer = null
        settle()
        if (breaker.state() !== 'closed') opened()
      },
      Math.max(1, at - now()),
    )
  }
  const tell = () => {
    const isGone = breaker.state() === 'open'
    if (isGone !== gone) log(isGone ? 'network_gone' : 'network_back')
    gone = isGone
  }
  const runProbe = (ticket: number, place: string) => {
    void probe(place).then((isThere) => {
      if (closed) return
      if (isThere) return answered(place)
      breaker.failed(ticket, '', now())
      tell()
      settle()
      opened()
    })
  }
  /** With nobody under way no answer will come by itself: one that answered before is asked. */
  const askAnother = () => {
    if (isAsking || inFlight > 0 || lastPlace === null || breaker.state() !== 'closed') return
    isAsking = true
    const place = lastPlace
    void probe(place).then((isThere) => {
      isAsking = false
      if (isThere && !closed && doubts.length > 0) answered(place)
    })
  }
  const settle = () => {
    const open: Doubt[] = []
    for (const doubt of doubts) {
      const judged = breaker.judge(doubt.at, now())
      if (judged.kind === 'write' || judged.kind === 'retry') {
        doubt.verdict(judged.kind)
        continue
      }
      if (judged.kind === 'probe' && judged.place === null) {
        // Nobody ever answered, so nobody can be asked but this one's own host: it goes first when it comes again.
        breaker.left(judged.ticket)
        doubt.verdict('retry')
        continue
      }
      if (judged.kind === 'probe' && judged.place !== null) runProbe(judged.ticket, judged.place)
      else if (judged.kind === 'wait') wakeAt(judged.until)
      open.push(doubt)
    }
    doubts = open
  }
  const answered = (place: string) => {
    const wasClosed = breaker.state() === 'closed'
    lastPlace = place
    breaker.answered(place, now())
    tell()
    if (doubts.length > 0) settle()
    if (!wasClosed) opened()
  }

  const goes = (ticket: number) => {
    inFlight++
    return ticket
  }

  return {
    enter: () => {
      const turn = breaker.next(now())
      if (turn.kind === 'start') return goes(turn.ticket)
      if (turn.kind === 'probe' && turn.place === null) return goes(turn.ticket)
      if (turn.kind === 'probe' && turn.place !== null) runProbe(turn.ticket, turn.place)
      if (turn.kind === 'wait') wakeAt(turn.until)
      return null
    },
    answered: (place) => {
      inFlight--
      answered(place)
    },
    left: (ticket) => {
      inFlight--
      breaker.left(ticket)
      // Not at once: who hands a ticket back may be the next to take it.
      if (breaker.state() !== 'closed') wakeAt(now() + 1_000)
    },
    failed: (ticket, domain, verdict) => {
      inFlight--
      breaker.failed(ticket, domain, now())
      tell()
      doubts = [...doubts, { at: now(), verdict }]
      settle()
      if (doubts.length > 0) askAnother()
    },
    close: () => {
      closed = true
      if (timer !== null) clearTimeout(timer)
      for (const { verdict } of doubts) verdict('write')
      doubts = []
    },
  }
}
