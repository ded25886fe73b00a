import { createHostBreaker, type HostBreaker } from './host-breaker.js'
import { createLane, type Lane } from './lane.js'
import type { Site } from './site-limits.js'
import { createSiteQueue, type SiteQueue } from './site-queue.js'

/** One site while it is visited: its lane, who waits for it, and which of its hosts do not answer. */
export interface OpenSite<Waiting> {
  readonly name: string
  readonly lane: Lane
  readonly queue: SiteQueue<Waiting>
  /** By origin; those of which there is nothing to remember are left out. */
  readonly breakers: Map<string, HostBreaker>
  timer: NodeJS.Timeout | null
  timerAt: number
}

export interface SiteTable<Waiting> {
  readonly of: (origin: string) => OpenSite<Waiting>
  readonly all: () => readonly OpenSite<Waiting>[]
  readonly breakerOf: (site: OpenSite<Waiting>, origin: string) => HostBreaker
  /** `wake` is called for the site at that time, or before. */
  readonly wakeAt: (site: OpenSite<Waiting>, at: number) => void
  /** Stops all timers. */
  readonly close: () => void
}

export interface SiteTableOptions<Waiting> {
  /** Milliseconds of a steady clock. */
  readonly now: () => number
  readonly siteOf: (origin: string) => Site
  readonly wake: (site: OpenSite<Waiting>) => void
}

/** Sites after which those are forgotten that a new entry would be no less polite to: a crawl meets millions. */
const SWEEP_EVERY = 10_000

export function createSiteTable<Waiting>({
  now,
  siteOf,
  wake,
}: SiteTableOptions<Waiting>): SiteTable<Waiting> {
  const sites = new Map<string, OpenSite<Waiting>>()
  let opened = 0

  const sweep = () => {
    for (const [name, { lane, queue, breakers }] of sites) {
      const isQuiet = queue.size() === 0 && [...breakers.values()].every((breaker) => breaker.canForget())
      if (isQuiet && lane.canForget(now())) sites.delete(name)
    }
  }

  return {
    of: (origin) => {
      const { name, limits } = siteOf(origin)
      const known = sites.get(name)
      if (known !== undefined) return known
      if (++opened % SWEEP_EVERY === 0) sweep()
      const queue = createSiteQueue<Waiting>()
      const site = {
        name,
        lane: createLane(limits),
        queue,
        breakers: new Map(),
        timer: null,
        timerAt: Infinity,
      }
      sites.set(name, site)
      return site
    },
    all: () => [...sites.values()],
    breakerOf: ({ breakers }, origin) => {
      const known = breakers.get(origin) ?? createHostBreaker()
      breakers.set(origin, known)
      return known
    },
    wakeAt: (site, at) => {
      if (site.timer !== null && site.timerAt <= at) return
      if (site.timer !== null) clearTimeout(site.timer)
      const due = () => {
        site.timer = null
        wake(site)
      }
      site.timerAt = at
      site.timer = setTimeout(due, Math.max(1, at - now()))
    },
    close: () => {
      for (const { timer } of sites.values()) if (timer !== null) clearTimeout(timer)
    },
  }
}
