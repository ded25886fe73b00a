import { agentRules } from './agent-rules.js'
import { matchPath, rulePath } from './match-path.js'
import { parseRobots } from './parse-robots.js'

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Whether a file allows `path` of one host to `agent`. */
export function allows(file: string | Uint8Array, agent: string, path: string): boolean {
  const robots = parseRobots(typeof file === 'string' ? bytesOf(file) : file)
  return matchPath(agentRules(robots, agent), rulePath(new URL(`http://foo.bar${path}`))).allowed
}
