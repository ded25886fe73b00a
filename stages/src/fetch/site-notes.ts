import { packRobots, unpackRobots } from '../robots/pack-robots.js'
import { mayFetch, type RobotsAnswer, robotsAnswer } from '../robots/robots-answer.js'
import { ROBOTS_BYTES } from '../robots/robots-text.js'
import { parseTdmRules, TDM_BYTES, type TdmRules, tdmRuleOf } from '../signals/tdm-well-known.js'
import { refuseFetch } from '../web/fetch-result.js'
import { type NoteWay, type ReadNote, readNote } from './read-note.js'

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
  /** Why robots.txt gave no answer in HTTP. */
  readonly silence: ReadNote['silence']
  readonly tdm: TdmRules | null
}

/** What is recalled of one robots.txt: the answer by `packRobots`. */
interface RecalledRobots extends Pick<Known, 'silence'> {
  readonly packed: string
}

/** Origins and rules whose notes one worker keeps at hand; the others are recalled from the coordinator. */
const MOST_AT_HAND = 50_000
const KEEP_MS = 3_600_000

/** Once for each origin and all workers: `traffic.recall`. robots.txt also rules the other note (RFC 9309 §2.2.2). */
export function openSiteNotes(
  { robots, tdm }: NoteRules,
  web: NoteWay,
  now: () => number = () => performance.now(),
): SiteNotes {
  const atHand = new Map<string, Held>()
  let weight = 0

  const readRobots = async (origin: string, rules: NonNullable<NoteRules['robots']>, signal: AbortSignal) => {
    const text = await web.traffic.recall(`robots ${origin}`, async () => {
      const { fetched, silence } = await readNote(`${origin}/robots.txt`, ROBOTS_BYTES + 1, web, signal)
      const answer = robotsAnswer(fetched, rules)
      const recalled: RecalledRobots = { packed: packRobots(answer), silence }
      return { text: JSON.stringify(recalled), ttlMs: answer.cacheSeconds * 1000 }
    })
    const { packed, silence }: RecalledRobots = JSON.parse(text)
    const answer = unpackRobots(packed)
    if (answer.crawlDelay !== null && answer.crawlDelay > 0) {
      web.traffic.slowTo(origin, answer.crawlDelay * 1000)
    }
    return { answer, silence }
  }
  const readTdm = async (origin: string, signal: AbortSignal): Promise<TdmRules> => {
    const text = await web.traffic.recall(`tdm ${origin}`, async () => {
      const { fetched } = await readNote(`${origin}/.well-known/tdmrep.json`, TDM_BYTES + 1, web, signal)
      const isThere = fetched.kind === 'response' && fetched.status === 200
      const rules = parseTdmRules(isThere ? fetched.body : new Uint8Array())
      return { text: JSON.stringify(rules), ttlMs: 24 * KEEP_MS }
    })
    return JSON.parse(text)
  }
  const read = async (origin: string, signal: AbortSignal): Promise<Known> => {
    const { answer, silence } = robots === null ? NOT_ASKED : await readRobots(origin, robots, signal)
    if (!tdm || answer?.state === 'unreachable') return { robots: answer, silence, tdm: null }
    const place = new URL('/.well-known/tdmrep.json', origin)
    const isOpen = answer === null || mayFetch(answer, place).allowed
    return { robots: answer, silence, tdm: isOpen ? await readTdm(origin, signal) : null }
  }
  const forget = (origin: string) => {
    weight -= atHand.get(origin)?.weight ?? 0
    atHand.delete(origin)
  }
  const hold = (origin: string, held: Held) => {
    forget(origin)
    atHand.set(origin, held)
    weight += held.weight
    for (const oldest of atHand.keys()) {
      if (weight <= MOST_AT_HAND) break
      forget(oldest)
    }
  }
  const knownOf = (origin: string, signal: AbortSignal): Promise<Known> => {
    const held = atHand.get(origin)
    if (held !== undefined && held.until > now()) return held.known
    const known = read(origin, signal)
    const until = now() + KEEP_MS
    hold(origin, { known, until, weight: 1 })
    known.then(
      (read) => hold(origin, { known, until, weight: weightOf(read) }),
      () => forget(origin),
    )
    return known
  }

  return {
    ask: async (url, signal) => {
      if (robots === null && !tdm) return { robotsTxt: 'ignored', tdmReservation: null }
      const known = await knownOf(url.origin, signal)
      const robotsTxt = known.robots === null ? 'ignored' : allowedBy(known.robots, known.silence, url)
      const tdmReservation = known.tdm === null ? null : tdmRuleOf(known.tdm, url)
      if (tdmReservation === 1) {
        throw refuseFetch('tdm_reserved', false, `${url.origin}/.well-known/tdmrep.json`, { reach: 'none' })
      }
      return { robotsTxt, tdmReservation }
    },
  }
}

interface Held {
  readonly until: number
  readonly known: Promise<Known>
  /** Itself, and its rules. */
  readonly weight: number
}

const NOT_ASKED = { answer: null, silence: null } as const

function weightOf({ robots, tdm }: Known): number {
  const rules = robots?.agents.reduce((sum, { rules }) => sum + rules.length, 0) ?? 0
  return 1 + rules + (tdm?.rules.length ?? 0)
}

/**
 * By what a URL is allowed. Where a host does not answer at all, that is what its pictures are told, and nobody asks again.
 *
 * @throws FetchProblem for a URL that is not allowed
 */
function allowedBy(robots: RobotsAnswer, silence: ReadNote['silence'], url: URL): string {
  const { allowed, because, pattern } = mayFetch(robots, url)
  const file = `${url.origin}/robots.txt`
  if (allowed) return pattern ?? because
  if (because !== 'unreachable') {
    throw refuseFetch('robots_txt', false, `Disallow: ${pattern ?? because} in ${file}`, { reach: 'none' })
  }
  const { code, retryable, detail } = silence ?? {
    code: 'robots_unreachable',
    retryable: true,
    detail: '429, 5xx or half an answer',
  }
  throw refuseFetch(code, retryable, `${file}: ${detail}`, { reach: 'none' })
}
