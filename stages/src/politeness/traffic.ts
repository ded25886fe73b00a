import type { LaneOutcome } from './lane.js'

/** Leave to send one request. */
export interface VisitRequest {
  /** `URL.origin` of what is asked for. */
  readonly origin: string
  /**
   * What the answer is for. `picture`: its body stays in memory until the row has left the line (`leavePlace`);
   * `note`: a small file about the site.
   */
  readonly purpose: 'picture' | 'note'
}

/** What came of one request, as three parties see it. */
export interface VisitOutcome {
  readonly lane: LaneOutcome
  /** Did the host answer, whatever it said? `left`: nothing was learned. */
  readonly host: 'answered' | 'failed' | 'left'
  /** Could a lost network of ours have done it? `failed`: yes. */
  readonly network: 'answered' | 'failed' | 'left'
}

/** What to do with a failed request: believe it, or ask again since it was our network that was gone. */
export type FailureVerdict = 'write' | 'retry'

export interface Visit {
  readonly kind: 'go'
  /** Once. Resolves at once unless `network` is `failed`; then when it is known whose fault it was. */
  readonly done: (outcome: VisitOutcome) => Promise<FailureVerdict>
}

export interface RefusedVisit {
  readonly kind: 'refused'
  readonly code: 'host_down' | 'site_wait'
  /** For people. */
  readonly detail: string
}

/** The way to the web: who may send which request when, over all workers of one coordinator. */
export interface Traffic {
  /** Waits for leave; send then at once. Rejects with the reason of `signal`. */
  readonly visit: (request: VisitRequest, signal: AbortSignal) => Promise<Visit | RefusedVisit>
  /** The body of one `picture` visit is no longer held, or there was none. Once per `picture` visit that went. */
  readonly leavePlace: () => void
  /** robots.txt of an origin asks for this many ms between two requests; the longest of a site counts. */
  readonly slowTo: (origin: string, crawlDelayMs: number) => void
  /**
   * A text that is made once for all workers and kept for `ttlMs`; `make` runs in the worker that asked first. What
   * `make` rejects with, this call rejects with; another that waits then makes it.
   */
  readonly recall: (name: string, make: () => Promise<Remembered>) => Promise<string>
}

export interface Remembered {
  readonly text: string
  readonly ttlMs: number
}
