import { deepStrictEqual } from 'node:assert'
import { agentRules } from './agent-rules.js'
import { matchPath, rulePath } from './match-path.js'
import { packRobots, unpackRobots } from './pack-robots.js'
import { parseRobots } from './parse-robots.js'
import { mayFetch, robotsAnswer } from './robots-answer.js'

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Whether a file allows `path` of one host to `agent`. Throws where it does not survive being packed. */
export function allows(file: string | Uint8Array, agent: string, path: string): boolean {
  const body = typeof file === 'string' ? bytesOf(file) : file
  const url = new URL(`http://foo.bar${path}`)
  const verdict = matchPath(agentRules(parseRobots(body), [agent]), rulePath(url))
  const names = { own: [agent], also: [] }
  const answer = robotsAnswer({ kind: 'response', status: 200, body, retryAfter: null }, names)
  const again = unpackRobots(packRobots(answer))
  deepStrictEqual(again, answer)
  deepStrictEqual(mayFetch(again, url), verdict)
  return verdict.allowed
}
