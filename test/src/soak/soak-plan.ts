import { createRandom, type Random } from '@warc2dataset/pipeline/demo/seeded-random'

/** What a URL does, what a run must make of it, and how often it is then asked for with fetch.retries at 1. */
interface KindRule {
  /** Of a thousand URLs. */
  readonly share: number
  /** Drop reason or failure code; null: a picture. */
  readonly reason: string | null
  readonly asks: number
  /** A sign of load, after which a site is left in peace for a second or more: a few for each domain. */
  readonly strains?: true
  /** No answer at all: one for each domain, since five in a row are a host that is down. */
  readonly fails?: true
}

const picture = { reason: null, asks: 1 } as const

export const KINDS = {
  /** Also whatever the others leave. */
  picture: { ...picture, share: 0 },
  /** 302 to a picture of the same host. */
  moved: { ...picture, share: 10 },
  /** 429 with Retry-After: 1, then a picture. */
  busy: { reason: null, asks: 2, share: 10, strains: true },
  missing: { reason: 'http_status', asks: 1, share: 30 },
  failing: { reason: 'http_status', asks: 2, share: 8, strains: true },
  silent: { reason: 'timeout', asks: 2, share: 5, strains: true, fails: true },
  /** A byte every 100 ms. */
  drips: { reason: 'timeout', asks: 1, share: 5 },
  cut: { reason: 'body_truncated', asks: 2, share: 8, strains: true },
  reset: { reason: 'connect_error', asks: 2, share: 5, strains: true, fails: true },
  garbled: { reason: 'http_malformed', asks: 1, share: 4, strains: true, fails: true },
  /** Random bytes. */
  noise: { reason: 'not_an_image', asks: 1, share: 8 },
  page: { reason: 'not_an_image', asks: 1, share: 8 },
  large: { reason: 'too_many_bytes', asks: 1, share: 8 },
  /** A PNG of 67 bytes that declares 30,000 × 30,000 pixels. */
  bomb: { reason: 'too_many_pixels', asks: 1, share: 6 },
  loop: { reason: 'redirect_error', asks: 1, share: 5 },
  inward: { reason: 'address_refused', asks: 1, share: 5 },
  noai: { reason: 'x_robots_tag', asks: 1, share: 8 },
} as const satisfies Readonly<Record<string, KindRule>>
export type Kind = keyof typeof KINDS

/** What robots.txt of a domain does: of a thousand small domains so many; the others have none (404). */
const ROBOTS_SHARES = { rules: 300, huge: 20, disallows: 25, unreachable: 20, dead: 20 } as const
export type Robots = keyof typeof ROBOTS_SHARES | 'none'

/** What becomes of every URL of a domain whose robots.txt forbids it, or cannot be had; none is then asked for. */
const FORBIDDEN: Readonly<Partial<Record<Robots, string>>> = {
  disallows: 'robots_txt',
  unreachable: 'robots_unreachable',
  dead: 'timeout',
}

export interface SoakUrl {
  readonly index: number
  readonly domain: number
  readonly kind: Kind
}

export interface SoakPlan {
  readonly urls: readonly SoakUrl[]
  /** By domain, the busiest first. */
  readonly robots: readonly Robots[]
}

export interface SoakSize {
  readonly urls: number
  readonly seed: number
}

const URLS_PER_DOMAIN = 30
const MOST_STRAINS = 6
/** Bodies are 20 kB at most, but for those that are too large. */
export const MAX_BYTES = 100_000

/** The same size and seed give the same plan. URLs fall on domains by Zipf's law with exponent 1. */
export function planSoak({ urls, seed }: SoakSize): SoakPlan {
  const random = createRandom(`soak/${seed}`)
  const domains = Math.max(20, Math.ceil(urls / URLS_PER_DOMAIN))
  const drawDomain = zipf(domains)
  const robots = Array.from({ length: domains }, (_, rank) => drawRobots(rank, domains, random))
  const strains = new Map<number, number>()
  const failing = new Set<number>()
  const planned = Array.from({ length: urls }, (_, index): SoakUrl => {
    const domain = drawDomain(random)
    const kind = drawKind(random)
    const rule: KindRule = KINDS[kind]
    const strained = strains.get(domain) ?? 0
    if ((rule.strains && strained >= MOST_STRAINS) || (rule.fails && failing.has(domain))) {
      return { index, domain, kind: 'picture' }
    }
    if (rule.strains) strains.set(domain, strained + 1)
    if (rule.fails) failing.add(domain)
    return { index, domain, kind }
  })
  return { urls: planned, robots }
}

export function hostOf(domain: number): string {
  return `img.domain${domain}.example`
}

export function pathOf(index: number): string {
  return `/p/${index}.jpg`
}

/** Where a `moved` URL leads. */
export function movedPathOf(index: number): string {
  return `/m/${index}.jpg`
}

/** Drop reason or failure code of a URL, null for a picture, and how often its own path is asked for. */
export function fateOf(
  { robots }: SoakPlan,
  { domain, kind }: SoakUrl,
): { readonly reason: string | null; readonly asks: number } {
  const forbidden = FORBIDDEN[robots[domain] ?? 'none']
  return forbidden === undefined ? KINDS[kind] : { reason: forbidden, asks: 0 }
}

function zipf(count: number): (random: Random) => number {
  const sums: number[] = []
  for (let rank = 0; rank < count; rank += 1) sums.push((sums[rank - 1] ?? 0) + 1 / (rank + 1))
  const total = sums[count - 1] ?? 0
  return (random) => {
    const wanted = random.float() * total
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}

/** The busiest tenth is open to all: else one of them would take a large part of the run with it. */
function drawRobots(rank: number, domains: number, random: Random): Robots {
  const drawn = draw(Object.entries(ROBOTS_SHARES) as readonly [Robots, number][], random) ?? 'none'
  return rank < domains / 10 && FORBIDDEN[drawn] !== undefined ? 'none' : drawn
}

function drawKind(random: Random): Kind {
  const shares = Object.entries(KINDS).map(([kind, { share }]) => [kind as Kind, share] as const)
  return draw(shares, random) ?? 'picture'
}

/** One of a thousand. */
function draw<T>(shares: readonly (readonly [T, number])[], random: Random): T | null {
  let left = random.int(1000)
  for (const [value, share] of shares) {
    if (left < share) return value
    left -= share
  }
  return null
}
