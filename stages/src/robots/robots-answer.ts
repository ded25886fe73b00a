import { type AgentRules, agentRules, PRODUCT_TOKENS } from './agent-rules.js'
import { matchPath, type PathVerdict, rulePath } from './match-path.js'
import { parseRobots, type RobotsCounts } from './parse-robots.js'

/** RFC 9309 §2.3.1.2: at least so many redirects in a row are followed, across hosts too. */
export const MOST_REDIRECTS = 5
/** Seconds. RFC 9309 §2.4: a copy is not used for longer than a day. */
export const CACHE_SECONDS = 86_400
/** Seconds until an unreachable robots.txt is asked for again. The RFC gives none; StormCrawler waits as long. */
export const UNREACHABLE_SECONDS = 3_600
/** Seconds between which a Retry-After is believed. */
export const RETRY_AFTER_RANGE: readonly [number, number] = [60, CACHE_SECONDS]

/** How the request for a robots.txt ended, redirects followed. */
export type RobotsFetch =
  | {
      readonly kind: 'response'
      /** Of the last response. */
      readonly status: number
      /** The whole body, or its beginning of more than `ROBOTS_BYTES`. */
      readonly body: Uint8Array
      /** Seconds that a Retry-After asks for, null without one. */
      readonly retryAfter: number | null
    }
  /** More than `MOST_REDIRECTS` redirects. */
  | { readonly kind: 'too_many_redirects' }
  /** No whole response: name, connection, TLS, time-out, a body that ends early, a redirect that may not be followed. */
  | { readonly kind: 'failed' }

/** What holds for a host. */
export interface RobotsAnswer {
  /** `rules` decide; `unavailable`: all is allowed; `unreachable`: nothing is. */
  readonly state: 'rules' | 'unavailable' | 'unreachable'
  /** Seconds that this holds for; after that the file is fetched again. */
  readonly cacheSeconds: number
  /** Those of the crawler's own names, then of each further one, `*` once; empty unless `state` is `rules`. */
  readonly agents: readonly AgentRules[]
  /** Seconds, the greatest of them; null where none asks for one. */
  readonly crawlDelay: number | null
  /** Of the file; null unless `state` is `rules`. */
  readonly counts: RobotsCounts | null
  readonly truncated: boolean
}

/** Whose groups are obeyed. */
export interface ObeyedNames {
  /** All names of the crawler itself, which are one for the rules. At least one. */
  readonly own: readonly string[]
  /** Further names, each by its own group, or that for `*`. */
  readonly also: readonly string[]
}

export interface UrlVerdict {
  readonly allowed: boolean
  readonly because: PathVerdict['because'] | 'unavailable' | 'unreachable'
  readonly pattern: string | null
}

/**
 * What a fetch of robots.txt means (RFC 9309 §2.3.1). A URL has to be allowed to the crawler by its own names and to
 * each further name.
 *
 * - 2xx: the rules of the body, for a day. A page in place of a file has no rules, so all is allowed.
 * - A 3xx that leads nowhere, and more than five: as unavailable (§2.3.1.2).
 * - 4xx: unavailable, all is allowed for a day (§2.3.1.3), 401 and 403 too.
 * - 429: as 5xx. The RFC says MAY of all 4xx; Google's "How Google interprets the robots.txt specification" takes 429
 *   for a server error, since it says nothing of the file and asks for fewer requests.
 * - 5xx, a failed fetch, any other status: unreachable, nothing is allowed (§2.3.1.4) until it is asked for again, by
 *   Retry-After where there is one, within `RETRY_AFTER_RANGE`. That a file unreachable for 30 days MAY count as
 *   unavailable, or an old copy serve, is not used: no run is that long.
 *
 * @throws Error where there is no own name or one is no name, see `agentRules`
 */
export function robotsAnswer(
  fetched: RobotsFetch,
  { own, also }: ObeyedNames = { own: PRODUCT_TOKENS, also: [] },
): RobotsAnswer {
  if (own.length === 0) throw new Error('Expected at least one product token for robots.txt, got none')
  if (fetched.kind === 'failed') return withoutRules('unreachable', UNREACHABLE_SECONDS)
  if (fetched.kind === 'too_many_redirects') return withoutRules('unavailable', CACHE_SECONDS)
  const { status, body, retryAfter } = fetched
  if (status >= 300 && status < 500 && status !== 429) return withoutRules('unavailable', CACHE_SECONDS)
  if (status < 200 || status >= 300) return withoutRules('unreachable', retrySeconds(retryAfter))
  const file = parseRobots(body)
  const agents = withoutTwins([own, ...also.map((name) => [name])].map((names) => agentRules(file, names)))
  return {
    state: 'rules',
    cacheSeconds: CACHE_SECONDS,
    agents,
    crawlDelay: longestDelay(agents),
    counts: file.counts,
    truncated: file.truncated,
  }
}

/**
 * Whether a URL of the host may be fetched; where it may not, by the first name that says so.
 *
 * @throws Error where the scheme is neither http nor https
 */
export function mayFetch({ state, agents }: RobotsAnswer, url: URL): UrlVerdict {
  const path = rulePath(url)
  if (path === '/robots.txt') return { allowed: true, because: 'robots_txt', pattern: null }
  if (state !== 'rules') return { allowed: state === 'unavailable', because: state, pattern: null }
  const verdicts = agents.map((rules) => matchPath(rules, path))
  return (
    verdicts.find(({ allowed }) => !allowed) ??
    verdicts.find(({ because }) => because === 'rule') ?? { allowed: true, because: 'no_rule', pattern: null }
  )
}

/** Who has no group of its own has the same rules as the others without. */
function withoutTwins(agents: readonly AgentRules[]): readonly AgentRules[] {
  const isOwn = ({ agent }: AgentRules) => agent !== null && agent !== '*'
  return agents.filter(
    (rules, at) => isOwn(rules) || agents.findIndex(({ agent }) => agent === rules.agent) === at,
  )
}

/** Seconds, the greatest of them; null where none asks for one. */
export function longestDelay(agents: readonly AgentRules[]): number | null {
  const delays = agents.flatMap(({ crawlDelay }) => crawlDelay ?? [])
  return delays.length === 0 ? null : Math.max(...delays)
}

function withoutRules(state: 'unavailable' | 'unreachable', cacheSeconds: number): RobotsAnswer {
  return { state, cacheSeconds, agents: [], crawlDelay: null, counts: null, truncated: false }
}

function retrySeconds(retryAfter: number | null): number {
  if (retryAfter === null || !(retryAfter >= 0)) return UNREACHABLE_SECONDS
  const [least, most] = RETRY_AFTER_RANGE
  return Math.min(Math.max(retryAfter, least), most)
}
