import type { Language } from './phrases.js'
import { itemAt, type Random } from './seeded-random.js'

/** A web site of the crawl. */
export interface Site {
  /** Scheme and host, without a slash at the end. */
  readonly origin: string
  /** The host that serves its pictures: its own, or a subdomain. */
  readonly pictureOrigin: string
  readonly language: Language
}

/** Sites and a way to draw one: the first is by far the biggest (Zipf). */
export interface Sites {
  readonly all: readonly Site[]
  readonly draw: (random: Random) => number
}

// Registered domains under one and two labels, below a private suffix, and one that is not ASCII.
const HOSTS: readonly ((digits: string) => string)[] = [
  (digits) => `site-${digits}.example`,
  (digits) => `www.shop-${digits}.test`,
  (digits) => `w2d-fixture-${digits}.co.uk`,
  (digits) => `blog.garten-${digits}.example`,
  (digits) => `w2d-fixture-${digits}.github.io`,
  (digits) => `bücher-${digits}.example`,
]

const LANGUAGES: readonly Language[] = ['en', 'en', 'de', 'en', 'ja', 'en', 'ar', 'en', 'de', 'en']

/** Makes the sites of a crawl. */
export function planSites(count: number): Sites {
  const all = Array.from({ length: count }, (_, rank) => makeSite(rank))
  const cumulative: number[] = []
  let total = 0
  for (let rank = 0; rank < count; rank += 1) {
    total += 1 / (rank + 1)
    cumulative.push(total)
  }
  const draw = (random: Random): number => {
    const target = random.float() * total
    const found = cumulative.findIndex((sum) => sum >= target)
    return found < 0 ? count - 1 : found
  }
  return { all, draw }
}

function makeSite(rank: number): Site {
  const digits = String(rank).padStart(3, '0')
  const host = itemAt(HOSTS, rank % HOSTS.length)(digits)
  const origin = new URL(`${rank % 7 === 4 ? 'http' : 'https'}://${host}`).origin
  const pictureOrigin = rank % 5 === 1 ? origin.replace('://', '://img.') : origin
  return { origin, pictureOrigin, language: itemAt(LANGUAGES, rank % LANGUAGES.length) }
}
