import { setTimeout as delay } from 'node:timers/promises'
import type { FailureVerdict, Traffic } from '../politeness/traffic.js'
import type { Passage } from '../stage.js'
import { type FetchResult, refuseFetch } from '../web/fetch-result.js'
import type { Expectation } from '../web/judge-head.js'
import type { Fetcher } from '../web/open-fetcher.js'
import { parseUrl } from '../web/parse-url.js'
import type { SiteBudget } from './site-budget.js'
import type { SiteNotes, UrlNotes } from './site-notes.js'
import { isWorthAnother, visitOutcome } from './visit-outcome.js'

/** How pictures are asked for: what a worker keeps open. */
export interface Way<Note> {
  readonly fetcher: Fetcher
  readonly traffic: Traffic
  readonly notes: SiteNotes
  readonly budget: SiteBudget
  readonly expect: Expectation<Note>
  /** The site of an origin, as the traffic has it, and the time between two of its requests, ms. */
  readonly siteOf: (origin: string) => { readonly name: string; readonly requestMs: number }
  /** Further requests after a failure that may pass. */
  readonly retries: number
}

export interface Asked<Note> {
  /** Of the last attempt. */
  readonly result: FetchResult<Note>
  /** 1 or more; those that our own network spoiled are not counted. */
  readonly attempts: number
  /** Of the last host that was asked; null: none was. */
  readonly notes: UrlNotes | null
}

const FIRST_BACKOFF_MS = 500

/**
 * Asks for one URL until there is an answer that stands. Rejects with the reason of `signal`. The pause after a failed
 * attempt doubles from half a second; the lane of the site makes it longer where the site asks for it.
 */
export async function askWeb<Note>(
  way: Way<Note>,
  url: string,
  signal: AbortSignal,
  passage?: Passage,
): Promise<Asked<Note>> {
  const { name: site, requestMs } = way.siteOf(originOf(url))
  const leave = way.budget.enter(site, requestMs)
  try {
    let last: Asked<Note> | null = null
    for (let attempts = 1; ; ) {
      const { verdict, ...answer } = await attempt(way, url, site, signal, passage)
      if (verdict === 'retry') continue
      const { result } = answer
      // What stopped a second request tells less than what came of the first.
      if (last !== null && !result.ok && result.reach === 'none') return last
      last = { ...answer, attempts }
      if (result.ok || !isWorthAnother(result) || attempts > way.retries) return last
      const pause = (either: AbortSignal) =>
        delay(FIRST_BACKOFF_MS * 2 ** (attempts - 1), true, { signal: either })
      if ((await way.budget.within(site, signal, pause)) === null) return last
      attempts++
    }
  } finally {
    leave()
  }
}

interface Attempt<Note> {
  readonly result: FetchResult<Note>
  readonly notes: UrlNotes | null
  readonly verdict: FailureVerdict
}

async function attempt<Note>(
  way: Way<Note>,
  url: string,
  site: string,
  signal: AbortSignal,
  passage: Passage | undefined,
): Promise<Attempt<Note>> {
  const { fetcher, traffic, expect } = way
  const state: { notes: UrlNotes | null; verdict: Promise<FailureVerdict> } = {
    notes: null,
    verdict: Promise.resolve('write'),
  }
  const place = holdPlace(traffic)
  const admit = async (hop: URL, redirects: number, either: AbortSignal) => {
    state.notes = await way.notes.ask(hop, signal)
    const purpose = redirects === 0 ? 'picture' : 'onward'
    const visit = await way.budget.within(site, either, (until) =>
      traffic.visit({ origin: hop.origin, purpose }, until),
    )
    if (visit === null) throw refuseFetch('site_budget', true, site, { reach: 'none' })
    if (visit.kind === 'refused') {
      throw refuseFetch(visit.code, true, visit.detail, { reach: 'none' })
    }
    if (purpose === 'picture') place.taken()
    return (result: Parameters<typeof visitOutcome>[0]) => {
      state.verdict = visit.done(visitOutcome(result))
    }
  }
  const result = await fetcher.fetch(url, signal, { expect, admit }).catch((error: unknown) => {
    place.leave()
    throw error
  })
  if (result.ok && passage !== undefined) passage.whenOver(place.leave)
  else place.leave()
  return { result, notes: state.notes, verdict: await state.verdict }
}

/** A place that is given back once, also if it comes when nobody wants it any more. */
function holdPlace(traffic: Traffic) {
  let isTaken = false
  let isOver = false
  return {
    taken: () => {
      if (isOver) traffic.leavePlace()
      else isTaken = true
    },
    leave: () => {
      if (isTaken) traffic.leavePlace()
      isTaken = false
      isOver = true
    },
  }
}

function originOf(url: string): string {
  return parseUrl(url)?.origin ?? ''
}
