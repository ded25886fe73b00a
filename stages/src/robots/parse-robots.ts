import { copyString } from '../html/copy-string.js'
import { normalizePattern } from './percent-encoding.js'
import { readLine } from './robots-line.js'
import { readRobotsText } from './robots-text.js'

/** A Crawl-delay above this many seconds counts as this many. */
export const LONGEST_CRAWL_DELAY = 86_400
/** Sitemaps kept of a file, and octets of each: longer ones and those past the limit are counted only. */
export const MOST_SITEMAPS = 100
export const LONGEST_SITEMAP = 2_048

export interface RobotsRule {
  readonly allow: boolean
  /** Normalised by `normalizePattern`, never empty. */
  readonly pattern: string
}

/** User-agent lines and the rules below them, up to the next user-agent line (RFC 9309 §2.1). */
export interface RobotsGroup {
  /** Lower case, `*` for everybody, '' where the line names nobody. */
  readonly agents: readonly string[]
  readonly rules: readonly RobotsRule[]
  /** Seconds, 0 to `LONGEST_CRAWL_DELAY`, the greatest of the group; null where it has none. */
  readonly crawlDelay: number | null
}

export interface RobotsFile {
  /** In the order of the file, groups of one agent not yet merged. */
  readonly groups: readonly RobotsGroup[]
  readonly sitemaps: readonly string[]
  /** Whether the file goes on past `ROBOTS_BYTES`. The line that the limit cuts is not read. */
  readonly truncated: boolean
  readonly counts: RobotsCounts
}

/** Lines, by what became of them. */
export interface RobotsCounts {
  /** Neither blank nor a comment, and no record that we know. */
  readonly unknown: number
  /** Rules and Crawl-delays before the first user-agent line, ignored (RFC 9309 §2.2.2). */
  readonly orphans: number
  /** Crawl-delays that are no decimal number of seconds, ignored. */
  readonly badDelays: number
  readonly sitemaps: number
  /** Preferences for the use of content; counted, not obeyed here. */
  readonly contentSignals: number
  readonly contentUsages: number
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

interface OpenGroup extends Mutable<RobotsGroup> {
  readonly agents: string[]
  readonly rules: RobotsRule[]
  /** Whether a rule came already, so that the next user-agent line starts another group. */
  closed: boolean
}

/**
 * Reads a robots.txt by RFC 9309 §2.2. Any bytes are a robots.txt: what does not parse is counted and passed over
 * (§2.3.1.5). Lines end with CR, LF or CRLF. How octets are read and where they end: `readRobotsText`.
 *
 * Only a rule closes the list of agents of a group: Sitemap, Crawl-delay and unknown lines do not (§2.2.4). A rule
 * with an empty path matches nothing but closes the list. An agent is read up to the first character that no name
 * has, so `Bot/2.1` is `bot` and `Bot Images` too (google/robotstxt); digits belong to a name although §2.2.1 has
 * none, since there are crawlers with them, ours is one.
 *
 * Linear in time and memory, both bounded by `ROBOTS_BYTES`. Never throws.
 */
export function parseRobots(bytes: Uint8Array): RobotsFile {
  const { octets, truncated } = readRobotsText(bytes)
  const counts: Mutable<RobotsCounts> = {
    unknown: 0,
    orphans: 0,
    badDelays: 0,
    sitemaps: 0,
    contentSignals: 0,
    contentUsages: 0,
  }
  const groups: OpenGroup[] = []
  const sitemaps: string[] = []
  for (const written of octets.split(/[\r\n]/)) {
    const line = readLine(written)
    const group = groups.at(-1)
    switch (line.kind) {
      case 'empty':
        break
      case 'unknown':
        counts.unknown++
        break
      case 'user-agent':
        if (group === undefined || group.closed) groups.push(openGroup(line.value))
        else group.agents.push(agentName(line.value))
        break
      case 'allow':
      case 'disallow':
        if (group === undefined) counts.orphans++
        else addRule(group, line.kind === 'allow', line.value)
        break
      case 'crawl-delay': {
        const delay = readDelay(line.value)
        if (group === undefined) counts.orphans++
        else if (delay === null) counts.badDelays++
        else group.crawlDelay = Math.max(delay, group.crawlDelay ?? 0)
        break
      }
      case 'sitemap':
        counts.sitemaps++
        if (sitemaps.length < MOST_SITEMAPS && line.value !== '' && line.value.length <= LONGEST_SITEMAP) {
          sitemaps.push(Buffer.from(line.value, 'latin1').toString('utf8'))
        }
        break
      case 'content-signal':
        counts.contentSignals++
        break
      case 'content-usage':
        counts.contentUsages++
        break
    }
  }
  return {
    groups: groups.map(({ agents, rules, crawlDelay }) => ({ agents, rules, crawlDelay })),
    sitemaps,
    truncated,
    counts,
  }
}

function openGroup(agent: string): OpenGroup {
  return { agents: [agentName(agent)], rules: [], crawlDelay: null, closed: false }
}

function addRule(group: OpenGroup, allow: boolean, path: string): void {
  group.closed = true
  if (path !== '') group.rules.push({ allow, pattern: copyString(normalizePattern(path)) })
}

/** google/robotstxt: a `*` before a blank is still everybody. */
function agentName(value: string): string {
  if (/^\*(?:[\t\v\f ]|$)/.test(value)) return '*'
  return copyString(/^[A-Za-z0-9_-]*/.exec(value)?.[0] ?? '').toLowerCase()
}

/** Every digit has one place in the expression, so that a long value that fails does so in linear time. */
function readDelay(value: string): number | null {
  return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? Math.min(Number(value), LONGEST_CRAWL_DELAY) : null
}
