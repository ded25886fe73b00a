/** May start now. Whoever gets it starts one request and hands the ticket back exactly once with what came of it. */
export interface Start {
  readonly kind: 'start'
  /** 1, 2, 3 and so on, in the order of the starts. */
  readonly ticket: number
}

/** Not before `until`, on the clock that was passed in. Who asks at `until` waits no longer, if nothing else happened. */
export interface Wait {
  readonly kind: 'wait'
  readonly until: number
}

/** No time can be told: ask again when a ticket has been handed back. */
export interface Full {
  readonly kind: 'full'
}

/** Never more by this lane. */
export interface GivenUp {
  readonly kind: 'given_up'
  readonly why: 'retry_after' | 'crawl_delay'
  /** What the site asked for. */
  readonly askedMs: number
}
