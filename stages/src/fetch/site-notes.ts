import type { Traffic } from '../politeness/traffic.js'
import { packRobots, unpackRobots } from '../robots/pack-robots.js'
import { mayFetch, type RobotsAnswer, robotsAnswer } from '../robots/robots-answer.js'
import { ROBOTS_BYTES } from '../robots/robots-text.js'
import { parseTdmRules, TDM_BYTES, type TdmRules, tdmRuleOf } from '../signals/tdm-well-known.js'
import { refuseFetch } from '../web/fetch-result.js'
import type { Fetcher } from '../web/open-fetcher.js'
import { readNote } from './read-note.js'

export interface NoteRules {
  /** Null: robots.txt is not looked at. */
  readonly robots: {
    /** Names that are ours: the groups of any of them, else those for `*`. */
    readonly own: readonly string[]
    /** Further names, each obeyed by itself. */
    readonly also: readonly string[]
  } | null
  /** Whether /.well-known/tdmrep.json is looked at. */
  readonly tdm: boolean
}

/** What the notes of a host say of one URL that may be fetched. */
export interface UrlNotes {
  /** The pattern that allows it, `no_rule`, `unavailable`, or `ignored`. */
  readonly robotsTxt: string
  readonly tdmReservation: 0 | 1 | null
}

/** Reads what hosts have to say before anything else of them is asked for. */
export interface SiteNotes {
  /** Rejects with a `FetchProblem` for a URL that may not be fetched, or with the reason of `signal`. */
  readonly ask: (url: URL, signal: AbortSignal) => Promise<UrlNotes>
}

interface Known {
  readonly robots: RobotsAnswer | null
  readonly tdm: TdmRules | null
}

/** Origins whose notes one worker keeps at hand; the others are recalled from the coordinator. */
const MOST_AT_HAND = 2_000
const KEEP_MS = 3_600_000

/** Once for each origin and all workers: `traffic.recall`. robots.txt also rules the other note (RFC 9309 §2.2.2). */
export function openSiteNotes(
  { robots, tdm }: NoteRules,
  web: { readonly fetcher: Fetcher; readonly traffic: Traffic },
  now: () => number = () => performance.now(),
): SiteNotes {
  const atHand = new Map<string, { readonly until: number; readonly known: Promise<Known> }>()

  const readRobots = async (origin: string, rules: NonNullable<NoteRules['robots']>, signal: AbortSignal) => {
    const text = await web.traffic.recall(`robots ${origin}`, async () => {
      const answer = robotsAnswer(
        await readNote(`${origin}/robots.txt`, ROBOTS_BYTES + 1, web, signal),
        rules,
      )
      return { text: packRobots(answer), ttlMs: answer.cacheSeconds * 1000 }
    })
    const answer = unpackRobots(text)
    if (answer.crawlDelay !== null && answer.crawlDelay > 0) {
      web.traffic.slowTo(origin, answer.crawlDelay * 1000)
    }
    return answer
  }
  const readTdm = async (origin: string, signal: AbortSignal): Promise<TdmRules> => {
    const text = await web.traffic.recall(`tdm ${origin}`, async () => {
      const note = await readNote(`${origin}/.well-known/tdmrep.json`, TDM_BYTES + 1, web, signal)
      const isThere = note.kind === 'response' && note.status === 200
      const rules = parseTdmRules(isThere ? note.body : new Uint8Array())
      return { text: JSON.stringify(rules), ttlMs: 24 * KEEP_MS }
    })
    return JSON.parse(text)
  }
  const read = async (origin: string, signal: AbortSignal): Promise<Known> => {
    const answer = robots === null ? null : await readRobots(origin, robots, signal)
    if (!tdm || answer?.state === 'unreachable') return { robots: answer, tdm: null }
    const place = new URL('/.well-known/tdmrep.json', origin)
    const isOpen = answer === null || mayFetch(answer, place).allowed
    return { robots: answer, tdm: isOpen ? await readTdm(origin, signal) : null }
  }
  const knownOf = (origin: string, signal: AbortSignal): Promise<Known> => {
    const held = atHand.get(origin)
    if (held !== undefined && held.until > now()) return held.known
    const known = read(origin, signal)
    atHand.delete(origin)
    atHand.set(origin, { known, until: now() + KEEP_MS })
    known.catch(() => atHand.delete(origin))
    for (const oldest of atHand.keys()) {
      if (atHand.size <= MOST_AT_HAND) break
      atHand.delete(oldest)
    }
    return known
  }

  return {
    ask: async (url, signal) => {
      if (robots === null && !tdm) return { robotsTxt: 'ignored', tdmReservation: null }
      const known = await knownOf(url.origin, signal)
      const robotsTxt = known.robots === null ? 'ignored' : allowedBy(known.robots, url)
      const tdmReservation = known.tdm === null ? null : tdmRuleOf(known.tdm, url)
      if (tdmReservation === 1) {
        throw refuseFetch('tdm_reserved', false, `${url.origin}/.well-known/tdmrep.json`, { reach: 'none' })
      }
      return { robotsTxt, tdmReservation }
    },
  }
}

/** @throws FetchProblem for a URL that is not allowed */
function allowedBy(robots: RobotsAnswer, url: URL): string {
  const { allowed, because, pattern } = mayFetch(robots, url)
  const file = `${url.origin}/robots.txt`
  if (allowed) return pattern ?? because
  if (because !== 'unreachable') {
    throw refuseFetch('robots_txt', false, `Disallow: ${pattern ?? because} in ${file}`, { reach: 'none' })
  }
  throw refuseFetch('robots_unreachable', true, `no answer, 429 or 5xx for ${file}`, { reach: 'none' })
}
