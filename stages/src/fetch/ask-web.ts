import type { FailureVerdict, Traffic } from '../politeness/traffic.js'
import type { Passage } from '../stage.js'
import { type FetchResult, refuseFetch } from '../web/fetch-result.js'
import type { Expectation } from '../web/judge-head.js'
import type { Fetcher } from '../web/open-fetcher.js'
import { parseUrl } from '../web/parse-url.js'
import { askAgain, pauseFor, type Tried } from './ask-again.js'
import type { SiteBudget } from './site-budget.js'
import type { SiteNotes, UrlNotes } from './site-notes.js'
import { goOrThrow, isWorthAnother, visitOutcome } from './visit-outcome.js'

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

/** Asks for one URL until there is an answer that stands. Rejects with the reason of `signal`. */
export async function askWeb<Note>(
  way: Way<Note>,
  url: string,
  signal: AbortSignal,
  passage?: Passage,
): Promise<Asked<Note>> {
  const { name: site, requestMs } = way.siteOf(originOf(url))
  const { budget, retries } = way
  const leave = budget.enter(site, requestMs)
  try {
    const { answer, attempts } = await askAgain(() => attempt(way, url, site, signal, passage), {
      retries,
      mayPass: ({ result }) => !result.ok && isWorthAnother(result),
      isUnsent: ({ result }) => !result.ok && result.reach === 'none',
      pause: async (ms) => {
        const waited = budget.within(site, signal, (either) => pauseFor(ms, either).then(() => true))
        return (await waited) !== null
      },
    })
    return { ...answer, attempts }
  } finally {
    leave()
  }
}

type Attempt<Note> = Pick<Asked<Note>, 'result' | 'notes'>

async function attempt<Note>(
  way: Way<Note>,
  url: string,
  site: string,
  signal: AbortSignal,
  passage: Passage | undefined,
): Promise<Tried<Attempt<Note>>> {
  const { fetcher, traffic, expect } = way
  const state: { notes: UrlNotes | null; verdict: Promise<FailureVerdict> } = {
    notes: null,
    verdict: Promise.resolve('write'),
  }
  const place = holdPlace(traffic)
  const result = await fetcher.fetch(url, signal, {
    expect,
    admit: async (hop, either) => {
      state.notes = await way.notes.ask(hop, signal)
      const visit = await way.budget.within(site, either, (until) =>
        traffic.visit({ origin: hop.origin, purpose: 'picture' }, until),
      )
      if (visit === null) throw refuseFetch('site_budget', true, site, { reach: 'none' })
      const { done } = goOrThrow(visit)
      place.take()
      return (answer) => {
        // A redirect leaves nothing in memory: who waits for its site holds no place.
        if (answer === null || !('kind' in answer) || answer.kind !== 'body') place.leave()
        state.verdict = done(visitOutcome(answer))
      }
    },
  })
  if (result.ok && passage !== undefined) passage.whenOver(place.leave)
  else place.leave()
  return { answer: { result, notes: state.notes }, verdict: await state.verdict }
}

/** A place that can be taken and given back, and given back when there is none. */
function holdPlace(traffic: Traffic) {
  let isTaken = false
  return {
    take: () => {
      isTaken = true
    },
    leave: () => {
      if (isTaken) traffic.leavePlace()
      isTaken = false
    },
  }
}

function originOf(url: string): string {
  return parseUrl(url)?.origin ?? ''
}
