/** What a polite fetch has to do. */
export interface PoliteWork {
  /** URLs of each registered domain. */
  readonly urlsOfDomain: readonly number[]
  /** Most requests that may be started in a second at one domain. */
  readonly perSecond: number
  /** URLs a second without any limit on domains. */
  readonly unlimited: number
}

/** The shortest time, s, and which bound makes it. */
export interface IdealTime {
  readonly seconds: number
  /** Of the busiest domain alone, s. */
  readonly domain: number
  /** Of all URLs without limits, s. */
  readonly machine: number
}

/**
 * No schedule is shorter: max(max over domains n/r, all/unlimited rate). Counting n/r for a domain grants it nothing for
 * the one request that may go at once.
 */
export function idealTime({ urlsOfDomain, perSecond, unlimited }: PoliteWork): IdealTime {
  const domain = Math.max(0, ...urlsOfDomain) / perSecond
  const machine = urlsOfDomain.reduce((sum, urls) => sum + urls, 0) / unlimited
  return { seconds: Math.max(domain, machine), domain, machine }
}
