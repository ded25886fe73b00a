import { rulePath } from '../robots/match-path.js'
import { matchPattern, type PathPattern, readPattern } from '../robots/path-pattern.js'
import { normalizePattern, pathOctets } from '../robots/percent-encoding.js'
import { parseBoundedJson } from '../wat/parse-bounded-json.js'

/** What is read of a file; a longer one has no rules here, since half of a JSON text is none. */
export const TDM_BYTES = 512 * 1024
/** Rules of one file; one with more has none here. */
export const MOST_TDM_RULES = 10_000

/** The rules of one /.well-known/tdmrep.json. Plain data, the same again from its JSON of at most 2 MB. */
export interface TdmRules {
  /** In the order of the file, those that have a `location`. */
  readonly rules: readonly TdmRule[]
  /** Entries of the list that are no rule: no object, no `location`. */
  readonly ignored: number
  /** Why there are no rules although there is a file; null where it was read. */
  readonly problem: TdmProblem | null
}

export interface TdmRule {
  /** `location` as a normalised pattern. */
  readonly location: string
  /** 1: rights are reserved; 0: they are not; null: another value, which counts as not said. */
  readonly reservation: 0 | 1 | null
}

/** `too_many_rules`: also anything else of more parts than rules can have. */
export type TdmProblem = 'too_many_bytes' | 'not_json' | 'not_a_list' | 'too_many_rules'

/** Levels and parts (arrays, objects, commas) of a file with the most rules, each with a few properties of its own. */
const LIMITS = { depth: 16, parts: 8 * MOST_TDM_RULES }

/**
 * Reads a /.well-known/tdmrep.json as the W3C community group report "TDM Reservation Protocol (TDMRep)", section "TDM
 * File on the Origin Server", has it: a JSON list of objects with `location`, `tdm-reservation` and perhaps
 * `tdm-policy`. One object without its list is no such file ("they are mandatory even if you express only one rule").
 *
 * `tdm-reservation` is "a boolean value" of 1 or 0; `true`, `"1"`, `false` and `"0"` are read as those, since JSON
 * tempts to them and a missed reservation is worse. The policy is not read. UTF-8; never throws; time is linear.
 */
export function parseTdmRules(bytes: Uint8Array): TdmRules {
  if (bytes.length > TDM_BYTES) return without('too_many_bytes')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const isMarked = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf
  const json = parseBoundedJson(isMarked ? text.subarray(3) : text, LIMITS)
  if ('error' in json) return without(json.error === 'not JSON' ? 'not_json' : 'too_many_rules')
  if (!Array.isArray(json.value)) return without('not_a_list')
  const entries: readonly unknown[] = json.value
  if (entries.length > MOST_TDM_RULES) return without('too_many_rules')
  const rules = entries.flatMap((entry) => readRule(entry) ?? [])
  return { rules, ignored: entries.length - rules.length, problem: null }
}

/**
 * What the rules say of a URL of their host: 1 reserved, 0 not, null nothing. The first rule whose `location` matches
 * path and query decides ("the most specific match is the first in sequence"), also one whose value counts as not
 * said. Patterns are those of robots.txt, as the report has it. What the answer itself says supersedes this
 * ("Processing priority"). Time is at most path × rules + patterns.
 *
 * @throws Error where the scheme is neither http nor https
 */
export function tdmRuleOf(rules: TdmRules, url: URL): 0 | 1 | null {
  if (rules.rules.length === 0) return null
  const path = rulePath(url)
  return compiled(rules).find(({ parts }) => matchPattern(parts, path))?.reservation ?? null
}

interface CompiledRule {
  readonly parts: PathPattern
  readonly reservation: TdmRule['reservation']
}

/** The patterns are read once for a file, not for each of its pictures. */
const known = new WeakMap<TdmRules, readonly CompiledRule[]>()

function compiled(rules: TdmRules): readonly CompiledRule[] {
  const held = known.get(rules)
  if (held !== undefined) return held
  const made = rules.rules.map(({ location, reservation }) => ({ parts: readPattern(location), reservation }))
  known.set(rules, made)
  return made
}

function readRule(entry: unknown): TdmRule | null {
  if (typeof entry !== 'object' || entry === null) return null
  const location = 'location' in entry ? entry.location : null
  if (typeof location !== 'string' || location === '') return null
  const reservation = 'tdm-reservation' in entry ? readReservation(entry['tdm-reservation']) : null
  return { location: normalizePattern(pathOctets(location)), reservation }
}

function readReservation(value: unknown): 0 | 1 | null {
  if (value === 1 || value === true || value === '1') return 1
  return value === 0 || value === false || value === '0' ? 0 : null
}

function without(problem: TdmProblem): TdmRules {
  return { rules: [], ignored: 0, problem }
}
