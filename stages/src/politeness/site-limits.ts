import { registeredDomain } from '../html/registered-domain.js'
import { CDN_LIMITS, CDN_NAMES } from './cdn-list.js'
import { LANE_LIMITS, type LaneLimits, limitsOfTask } from './lane-limits.js'

/** Those who share one lane: a registered domain, or a network with limits of its own. */
export interface Site {
  readonly name: string
  readonly limits: LaneLimits
}

export interface SiteRules {
  /** For a site of which nothing is known. */
  readonly connections: number
  readonly requestsPerSecond: number
  /** By host name, those below it included: the recipe's own. */
  readonly own: ReadonlyMap<string, { readonly connections: number; readonly requestsPerSecond: number }>
  /** Coordinators that share every limit without talking to each other; 1 or more. */
  readonly tasks: number
}

/**
 * The site of a host (name, without port) and what it may be asked: by the recipe's own rule with the longest name, by
 * the list of networks, or as any registered domain.
 */
export function siteOf(host: string, rules: SiteRules): Site {
  const own = longestAbove(host, (name) => rules.own.get(name))
  if (own !== undefined) return { name: own.name, limits: limitsOf(own.value, rules) }
  const cdn = longestAbove(host, (name) => (CDNS.has(name) ? CDN_LIMITS : undefined))
  if (cdn !== undefined) return { name: cdn.name, limits: limitsOf(CDN_LIMITS, rules) }
  return { name: registeredDomain(`http://${bracketed(host)}/`), limits: limitsOf(rules, rules) }
}

/** A request leaves some ms after leave was given: so much slower, and no second is too full where requests arrive. */
const JITTER = 1.15

const CDNS: ReadonlySet<string> = new Set(CDN_NAMES)

function longestAbove<T>(host: string, find: (name: string) => T | undefined) {
  for (let name = host; name !== ''; name = name.slice(name.indexOf('.') + 1)) {
    const value = find(name)
    if (value !== undefined) return { name, value }
    if (!name.includes('.')) return undefined
  }
  return undefined
}

function limitsOf(
  { connections, requestsPerSecond }: { readonly connections: number; readonly requestsPerSecond: number },
  { tasks }: SiteRules,
): LaneLimits {
  const startConcurrency = Math.min(LANE_LIMITS.startConcurrency, connections)
  return limitsOfTask(
    {
      startConcurrency,
      maxConcurrency: connections,
      requestsPerSecond: requestsPerSecond / JITTER,
      crawlDelayMs: 0,
    },
    tasks,
  )
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
