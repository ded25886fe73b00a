import type { Attributes } from '../html/image-finder.js'
import { MAX_DIRECTIVES, parseDirectives } from './robots-directives.js'

/**
 * The directives that `<meta name="robots">` and `<meta name="AGENT">` of a page give to a crawler: the sum of all,
 * as Google's "Robots meta tag … specifications" has it. Sorted, each once, at most `MAX_DIRECTIVES`, the first ones
 * where there are more. `agents` are the product tokens of the crawler; their case and that of the names do not count.
 */
export function robotsMeta(metas: readonly Attributes[], agents: readonly string[]): readonly string[] {
  const ours = new Set(['robots', ...agents.map((agent) => agent.trim().toLowerCase())])
  const directives = new Set<string>()
  for (const meta of metas) {
    const name = meta.get('name')?.trim().toLowerCase()
    if (name === undefined || name === '' || !ours.has(name)) continue
    for (const directive of parseDirectives(meta.get('content') ?? '')) {
      if (directives.size < MAX_DIRECTIVES) directives.add(directive)
    }
  }
  return [...directives].sort()
}
