import type { RobotsFile, RobotsRule } from './parse-robots.js'
import { type PathPattern, readPattern } from './path-pattern.js'

/**
 * The names of this crawler. RFC 9309 §2.2.1 allows no digit in a product token, and a site whose parser holds to that
 * cannot name the first, so there is a second without.
 */
export const PRODUCT_TOKENS: readonly string[] = ['warc2dataset', 'warc-to-dataset']
/**
 * Different rules that are held for one agent. A file of `ROBOTS_BYTES` has room for some 64,000; to test each against
 * each picture of a host is more than a host may ask. Who has more gets no request at all: to leave out some of the
 * rules could allow what they forbid.
 */
export const MOST_RULES = 10_000

export interface AgentRule {
  readonly allow: boolean
  /** As normalised. Its length is how specific it is, wildcards included, as google/robotstxt counts. */
  readonly pattern: string
  readonly parts: PathPattern
}

/** What a robots.txt says to one crawler. Keeps nothing of the rest of the file. */
export interface AgentRules {
  /** Whose groups these are: the first of the crawler's own names that has one, in lower case; `*`; null without one. */
  readonly agent: string | null
  /** The most specific first, of equal ones the allowing first; each once. */
  readonly rules: readonly AgentRule[]
  /** Whether there were more than `MOST_RULES`; `rules` is then empty. */
  readonly tooMany: boolean
  /** Seconds, the greatest that the groups ask for; null where they ask for none. */
  readonly crawlDelay: number | null
}

/**
 * Merges the groups that name any of `ownNames`, which are all names of one crawler, or those for `*` where none does
 * (RFC 9309 §2.2.1). Names are compared whole, their case does not count. A Crawl-delay for `*` is not for a crawler
 * with a group of its own. Linear in the file, for each name, but for one sort of its own rules.
 *
 * @throws Error where there is no name, or one is not of 1 to 64 letters, digits, `_` and `-`
 */
export function agentRules(file: RobotsFile, ownNames: readonly string[]): AgentRules {
  const wanted = ownNames.map(readName)
  if (wanted.length === 0) throw new Error('Expected at least one product token for robots.txt, got none')
  const named = new Set(file.groups.flatMap(({ agents }) => agents))
  const agent = [...wanted, '*'].find((name) => named.has(name)) ?? null
  if (agent === null) return { agent, rules: [], tooMany: false, crawlDelay: null }
  const ours = new Set(agent === '*' ? ['*'] : wanted)
  const groups = file.groups.filter(({ agents }) => agents.some((name) => ours.has(name)))
  const distinct = new Map<string, boolean>()
  for (const { allow, pattern } of groups.flatMap(({ rules }) => rules)) {
    distinct.set(pattern, allow || distinct.get(pattern) === true)
  }
  const delays = groups.flatMap(({ crawlDelay }) => crawlDelay ?? [])
  const crawlDelay = delays.length === 0 ? null : delays.reduce((most, delay) => Math.max(most, delay))
  if (distinct.size > MOST_RULES) return { agent, rules: [], tooMany: true, crawlDelay }
  return { agent, rules: Array.from(distinct, compile).sort(moreSpecificFirst), tooMany: false, crawlDelay }
}

function readName(token: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(token)) return token.toLowerCase()
  throw new Error(
    `Expected 1 to 64 letters, digits, "_" or "-" for a product token, got ${JSON.stringify(token)}`,
  )
}

/** An allowing and a disallowing rule of one pattern are equivalent, and the allowing one is used (§2.2.2). */
function compile([pattern, allow]: readonly [string, boolean]): AgentRule {
  return { allow, pattern, parts: readPattern(pattern) }
}

function moreSpecificFirst(a: RobotsRule, b: RobotsRule): number {
  return b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow)
}
