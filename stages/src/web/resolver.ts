import { Resolver } from 'node:dns/promises'
import { refuseFetch } from './fetch-result.js'

/**
 * The addresses of a host name, IPv4 or IPv6, none for none. May reject with a DNS error (`code` like
 * `ENOTFOUND`). What it says need not be trusted: every address is judged after each call.
 */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>

export interface ResolverOptions {
  /** `address:port` of name servers instead of the machine's. */
  readonly servers?: readonly string[]
  /** Milliseconds of a steady clock; for tests. */
  readonly now?: () => number
}

interface Entry {
  readonly addresses: Promise<readonly string[]>
  /** Infinity while the answer is on its way. */
  until: number
}

const QUERY_MS = 2_000
const MAX_KEPT_MS = 300_000
const MAX_KEPT = 10_000
/** Of one name. An answer has room for 4,000 of IPv4, and a zone can have such a name for every host of a page. */
const MAX_KEPT_ADDRESSES = 64
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'EAI_NONAME', 'EAI_NODATA'])

/**
 * Asks the name servers by c-ares, which takes no thread from file reads and reads no hosts file. A and AAAA at
 * once; answers are kept min(TTL, 5 min), "no such name" 5 min, other errors and answers of more than 64 addresses
 * not at all, at most 10,000 names. Calls for a name that is on its way share the query. The signal is not looked at:
 * who waits stops waiting by itself.
 */
export function createResolve(options: ResolverOptions = {}): Resolve {
  const { servers, now = () => performance.now() } = options
  const dns = new Resolver({ timeout: QUERY_MS, tries: 2 })
  if (servers !== undefined) dns.setServers(servers)
  const kept = new Map<string, Entry>()

  const forget = (host: string, entry: Entry) => {
    if (kept.get(host) === entry) kept.delete(host)
  }
  const ask = (host: string): Entry => {
    const answer = queryBoth(dns, host)
    const entry: Entry = { addresses: answer.then(({ addresses }) => addresses), until: Infinity }
    kept.set(host, entry)
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break
      kept.delete(oldest)
    }
    answer.then(
      ({ addresses, ttl }) => {
        if (addresses.length > MAX_KEPT_ADDRESSES) forget(host, entry)
        else entry.until = now() + Math.min(ttl * 1000, MAX_KEPT_MS)
      },
      (error: unknown) => {
        entry.until = isNoSuchName(error) ? now() + MAX_KEPT_MS : 0
      },
    )
    return entry
  }

  return (host) => {
    const entry = kept.get(host)
    if (entry !== undefined && entry.until > now()) return entry.addresses
    kept.delete(host)
    return ask(host).addresses
  }
}

/** The refusal for what a `Resolve` rejected with; rethrows what is no DNS error. */
export function dnsProblem(error: unknown, host: string): Error {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
  const isKnown = NO_SUCH_NAME.has(error.code)
  return refuseFetch('dns_error', !isKnown, `${error.code} for ${host}`, {
    reach: isKnown ? 'refused' : 'silent',
  })
}

async function queryBoth(dns: Resolver, host: string) {
  const answers = await Promise.allSettled([
    dns.resolve4(host, { ttl: true }),
    dns.resolve6(host, { ttl: true }),
  ])
  const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  // One family suffices: many name servers fail on AAAA alone.
  if (records.length === 0 && errors.length > 0) {
    throw errors.find((error) => !isNoSuchName(error)) ?? errors[0]
  }
  return {
    addresses: records.map(({ address }) => address),
    ttl: Math.min(...records.map(({ ttl }) => ttl)),
  }
}

function isNoSuchName(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_SUCH_NAME.has(String(error.code))
}
