import type { Answer, AnswerOf } from './serve-answers.js'

/** One registered domain, or network, of the plan, and how its hosts behave. */
export interface PoliteSite {
  /** What shares one lane. */
  readonly name: string
  readonly hosts: readonly string[]
  readonly urls: number
  /** What it may be asked at most, by the documents. */
  readonly limits: { readonly connections: number; readonly perSecond: number }
  readonly robots: string | null
  /** Of each answer, ms. */
  readonly waitMs: number
  /** Which requests for pictures, counted over the whole site from 0, it refuses, and with what. */
  readonly refusals: ReadonlyMap<number, { readonly status: number; readonly retryAfterSeconds?: number }>
}

const ORDINARY = { connections: 6, perSecond: 10 } as const
const plain = { limits: ORDINARY, robots: null, waitMs: 0, refusals: new Map<number, never>() } as const

/** Seconds that `busy` asks to wait. */
export const RETRY_AFTER = 3
/** Seconds. */
export const CRAWL_DELAY = 1

/** Behind `fetch.site_limits` of the recipe. */
export const FRIEND = { connections: 8, perSecond: 25 } as const

/** Every kind of site; the slowest needs some half a minute. */
export const POLITE_SITES: readonly PoliteSite[] = [
  { ...plain, name: 'fast-a.example', hosts: ['img.fast-a.example', 'cdn.fast-a.example'], urls: 60 },
  {
    ...plain,
    name: 'fast-b.example',
    hosts: ['fast-b.example'],
    urls: 40,
    robots: 'User-agent: *\nAllow: /\n',
  },
  { ...plain, name: 'slow.example', hosts: ['a.slow.example', 'b.slow.example'], urls: 80, waitMs: 300 },
  { ...plain, name: 'slower.example', hosts: ['img.slower.example'], urls: 140, waitMs: 600 },
  {
    ...plain,
    name: 'busy.example',
    hosts: ['img.busy.example'],
    urls: 40,
    refusals: new Map([8, 25].map((nth) => [nth, { status: 429, retryAfterSeconds: RETRY_AFTER }])),
  },
  {
    ...plain,
    name: 'failing.example',
    hosts: ['img.failing.example'],
    urls: 40,
    refusals: new Map([10, 11, 12, 30, 31].map((nth) => [nth, { status: 503 }])),
  },
  {
    ...plain,
    name: 'patient.example',
    hosts: ['img.patient.example'],
    urls: 20,
    robots: `User-agent: *\nCrawl-delay: ${CRAWL_DELAY}\n`,
  },
  {
    ...plain,
    name: 'forbidding.example',
    hosts: ['img.forbidding.example'],
    urls: 5,
    robots: 'User-agent: *\nCrawl-delay: 60\n',
  },
  {
    ...plain,
    name: 'imgix.net',
    hosts: ['one.imgix.net', 'two.imgix.net'],
    urls: 80,
    waitMs: 60,
    limits: { connections: 16, perSecond: 50 },
  },
  { ...plain, name: 'friend.example', hosts: ['img.friend.example'], urls: 80, waitMs: 30, limits: FRIEND },
]

/** `host` and path of every picture. */
export function politeUrls(site: PoliteSite): readonly { readonly host: string; readonly path: string }[] {
  return Array.from({ length: site.urls }, (_, index) => ({
    host: site.hosts[index % site.hosts.length] ?? '',
    path: `/p/${index}.jpg`,
  }))
}

/** The site of a host; null for one that the plan does not have. */
export function politeSiteOf(host: string): PoliteSite | null {
  return POLITE_SITES.find(({ hosts }) => hosts.includes(host)) ?? null
}

/** What the hosts do; counts each site's requests for pictures. */
export function politeAnswers(jpeg: Buffer): AnswerOf {
  const counts = new Map<string, number>()
  return (host, path): Answer => {
    const site = politeSiteOf(host)
    if (site === null) return { kind: 'says', status: 404 }
    const { waitMs, robots } = site
    if (path === '/robots.txt') {
      if (robots === null) return { kind: 'says', status: 404, waitMs }
      return { kind: 'says', status: 200, body: Buffer.from(robots), waitMs }
    }
    const nth = counts.get(site.name) ?? 0
    counts.set(site.name, nth + 1)
    const refusal = site.refusals.get(nth)
    if (refusal === undefined) {
      return { kind: 'says', status: 200, headers: { 'content-type': 'image/jpeg' }, body: jpeg, waitMs }
    }
    const { status, retryAfterSeconds } = refusal
    const headers: Record<string, string> =
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
    return { kind: 'says', status, headers, waitMs }
  }
}
