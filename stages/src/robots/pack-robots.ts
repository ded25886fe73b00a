import type { AgentRules } from './agent-rules.js'
import { readPattern } from './path-pattern.js'
import { longestDelay, type RobotsAnswer } from './robots-answer.js'

interface PackedAnswer extends Pick<RobotsAnswer, 'state' | 'cacheSeconds' | 'counts' | 'truncated'> {
  /** Each once, for all names together. */
  readonly patterns: readonly string[]
  readonly agents: readonly PackedAgent[]
}

interface PackedAgent extends Pick<AgentRules, 'agent' | 'crawlDelay' | 'tooMany'> {
  /** Places in `patterns`, in the order of the rules; `-1 - place` where the rule disallows. */
  readonly rules: readonly number[]
}

/**
 * An answer as a text that another process unpacks: JSON in ASCII. Names that share rules share their patterns, so
 * that the size hardly grows with the names: at most 2.4 MB, and 70 kB for each name that the file has a group for.
 * That is a file of 500 KiB in UTF-16, of characters that are nine octets each once escaped; in UTF-8 it is 1.6 MB.
 */
export function packRobots({ agents, state, cacheSeconds, counts, truncated }: RobotsAnswer): string {
  const places = new Map<string, number>()
  const placeOf = (pattern: string): number => {
    const place = places.get(pattern) ?? places.size
    places.set(pattern, place)
    return place
  }
  const packed = agents.map(
    ({ agent, crawlDelay, tooMany, rules }): PackedAgent => ({
      agent,
      crawlDelay,
      tooMany,
      rules: rules.map(({ allow, pattern }) => (allow ? placeOf(pattern) : -1 - placeOf(pattern))),
    }),
  )
  const answer: PackedAnswer = {
    state,
    cacheSeconds,
    counts,
    truncated,
    patterns: [...places.keys()],
    agents: packed,
  }
  return JSON.stringify(answer)
}

/**
 * The answer that `packRobots` packed. Not for texts of others.
 *
 * @throws Error where the text is none of `packRobots`
 */
export function unpackRobots(text: string): RobotsAnswer {
  const { patterns, agents: packed, ...answer }: PackedAnswer = JSON.parse(text)
  const parts = patterns.map(readPattern)
  const ruleAt = (place: number, allow: boolean) => {
    const pattern = patterns[place]
    const cut = parts[place]
    if (pattern === undefined || cut === undefined) {
      throw new Error(`Expected a place below ${patterns.length} for a packed rule, got ${place}`)
    }
    return { allow, pattern, parts: cut }
  }
  const agents = packed.map(({ agent, crawlDelay, tooMany, rules }) => ({
    agent,
    crawlDelay,
    tooMany,
    rules: rules.map((rule) => (rule < 0 ? ruleAt(-1 - rule, false) : ruleAt(rule, true))),
  }))
  return { ...answer, agents, crawlDelay: longestDelay(agents) }
}
