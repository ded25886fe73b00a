import { createAbortFan } from '../abort-fan.js'

/** Bounds how long the pictures of one site may hold up the others. */
export interface SiteBudget {
  /** One more picture of the site, which at its rate needs `ms`; the result is called when it is done with. */
  readonly enter: (site: string, ms: number) => () => void
  /**
   * `wait` with a signal that also aborts when the time of the site is over; then, or if it was over before, the result is
   * null. For a site that was entered.
   */
  readonly within: <T>(
    site: string,
    signal: AbortSignal,
    wait: (signal: AbortSignal) => Promise<T>,
  ) => Promise<T | null>
}

interface Account {
  pictures: number
  endsAt: number
  readonly over: AbortController
  timer: NodeJS.Timeout
}

/** What a polite site may lag behind its own rate. */
const SLACK = 2

/**
 * The time of a site runs from its first picture on until none of it is left: `ms`, and twice what its pictures need at
 * its rate, so that a crawl of one large site ends as well.
 */
export function createSiteBudget(ms: number): SiteBudget {
  const aborts = createAbortFan()
  const accounts = new Map<string, Account>()
  const open = (site: string): Account => {
    const over = new AbortController()
    const check = () => {
      const left = account.endsAt - performance.now()
      if (left <= 0) over.abort()
      else account.timer = setTimeout(check, left)
    }
    const account = { pictures: 0, endsAt: performance.now() + ms, over, timer: setTimeout(check, ms) }
    accounts.set(site, account)
    return account
  }
  return {
    enter: (site, pictureMs) => {
      const account = accounts.get(site) ?? open(site)
      account.pictures++
      account.endsAt += SLACK * pictureMs
      return () => {
        if (--account.pictures > 0) return
        clearTimeout(account.timer)
        accounts.delete(site)
      }
    },
    within: async (site, signal, wait) => {
      const over = accounts.get(site)?.over.signal
      if (over === undefined) throw new Error(`Expected a site that was entered, got ${site}`)
      if (over.aborted) return null
      const either = new AbortController()
      const forget = [signal, over].map((each) => aborts.add(each, (reason) => either.abort(reason)))
      try {
        return await wait(either.signal)
      } catch (error) {
        if (over.aborted && !signal.aborted) return null
        throw error
      } finally {
        for (const each of forget) each()
      }
    },
  }
}
