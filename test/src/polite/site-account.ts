import type { Served } from './serve-answers.js'

/** What one site was asked, by the server's log alone. */
export interface SiteAccount {
  readonly requests: number
  /** Requests under way at one moment, at most; one that begins as another ends is not beside it. */
  readonly mostAtOnce: number
  /** Starts in any half-open second, at most. */
  readonly mostPerSecond: number
  /** Between two starts, ms; Infinity for fewer than two. */
  readonly leastApart: number
}

const SECOND = 1000

/** Counts over the requests of one site, in any order. */
export function accountOf(requests: readonly Served[]): SiteAccount {
  const starts = requests.map(({ from }) => from).sort(ascending)
  return {
    requests: requests.length,
    mostAtOnce: mostAtOnce(requests),
    mostPerSecond: starts.reduce((most, start, first) => {
      const beyond = starts.findIndex((other) => other >= start + SECOND)
      return Math.max(most, (beyond === -1 ? starts.length : beyond) - first)
    }, 0),
    leastApart: starts
      .slice(1)
      .reduce((least, start, at) => Math.min(least, start - (starts[at] ?? 0)), Infinity),
  }
}

/** Requests of a site that began after the answer to one of `refused` had left and before `waitMs` were over. */
export function startedWithin(
  requests: readonly Served[],
  refused: readonly Served[],
  waitMs: number,
): readonly Served[] {
  return requests.filter(({ from }) => refused.some(({ until }) => from > until && from < until + waitMs))
}

function mostAtOnce(requests: readonly Served[]): number {
  const changes = requests
    .flatMap(({ from, until }) => [[from, 1] as const, [until, -1] as const])
    .sort(([a, up], [b, down]) => a - b || up - down)
  let [now, most] = [0, 0]
  for (const [, change] of changes) {
    now += change
    most = Math.max(most, now)
  }
  return most
}

function ascending(a: number, b: number): number {
  return a - b
}
