import type { AgentRules } from './agent-rules.js'
import { matchPattern } from './path-pattern.js'
import { normalizePath, pathOctets } from './percent-encoding.js'

export interface PathVerdict {
  readonly allowed: boolean
  readonly because: 'rule' | 'no_rule' | 'robots_txt' | 'too_many_rules'
  /** The pattern of the rule that decided, null where none did. */
  readonly pattern: string | null
}

/**
 * What of a URL the rules are about: path and query, no fragment; normalised.
 *
 * @throws Error where the scheme is neither http nor https
 */
export function rulePath(url: URL): string {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`Expected http or https for a URL under robots.txt, got ${url.protocol}`)
  }
  // Not `pathname + search`, which loses the "?" of an empty query.
  const { href } = url
  const hash = href.indexOf('#')
  const start = href.indexOf('/', url.protocol.length + '//'.length)
  return normalizePath(pathOctets(href.slice(start, hash < 0 ? undefined : hash)))
}

/**
 * Whether the rules let a crawler fetch a path, which `rulePath` gives (RFC 9309 §2.2.2). The longest pattern that
 * matches decides, the allowing one of two equally long; none means allowed. `/robots.txt` is always allowed.
 * Time is at most path × rules + patterns.
 */
export function matchPath(rules: AgentRules, path: string): PathVerdict {
  if (path === '/robots.txt') return { allowed: true, because: 'robots_txt', pattern: null }
  if (rules.tooMany) return { allowed: false, because: 'too_many_rules', pattern: null }
  const rule = rules.rules.find(({ parts }) => matchPattern(parts, path))
  if (rule === undefined) return { allowed: true, because: 'no_rule', pattern: null }
  return { allowed: rule.allow, because: 'rule', pattern: rule.pattern }
}
