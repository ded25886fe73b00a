import { isDirectiveName, MAX_DIRECTIVES, readRule, splitRules } from './robots-directives.js'

const EVERY_AGENT: ReadonlySet<string> = new Set(['*', 'robots'])
const STARTS_WITH_NUMBER = /^[-+]?\d/

/**
 * The directives that the X-Robots-Tag fields of a response give to a crawler. `values` are those of the field lines,
 * one for each line: a scope ends with its line. `agents` are the product tokens of the crawler, their case does not
 * count. Sorted, each once, at most `MAX_DIRECTIVES`, the first ones where there are more.
 *
 * Rules without a crawler's name are for all; `googlebot: nofollow` is for that crawler alone, and so is all that
 * follows until the next name in the same line (Google's "Robots meta tag, data-nosnippet, and X-Robots-Tag
 * specifications" gives one name a line, MDN "X-Robots-Tag" several; neither gives a grammar). The word before a
 * colon is no name when it is a directive, begins with `max-`, or what follows is a number: no directive is one.
 * Never throws; time is linear.
 */
export function xRobotsTag(values: readonly string[], agents: readonly string[]): readonly string[] {
  const ours = new Set([...EVERY_AGENT, ...agents.map((agent) => agent.trim().toLowerCase())])
  const directives = new Set<string>()
  for (const value of values) {
    let applies = true
    for (const scoped of splitRules(value)) {
      const { names, rule } = splitScope(scoped)
      if (names.length > 0) applies = names.some((name) => ours.has(name))
      if (!applies || rule === '') continue
      for (const directive of readRule(rule)) {
        if (directives.size < MAX_DIRECTIVES) directives.add(directive)
      }
    }
  }
  return [...directives].sort()
}

/** Names of crawlers, mostly none or one, and the rule after them. */
function splitScope(scoped: string): { readonly names: readonly string[]; readonly rule: string } {
  const names: string[] = []
  let rule = scoped
  for (;;) {
    const colon = rule.indexOf(':')
    const name = rule.slice(0, Math.max(0, colon)).trimEnd()
    const rest = rule.slice(colon + 1).trimStart()
    if (name === '' || isDirectiveName(name) || name.startsWith('max-') || STARTS_WITH_NUMBER.test(rest)) {
      return { names, rule }
    }
    names.push(name)
    rule = rest
  }
}
