import { hostKey, type OpenHosts } from './check-url.js'
import { createMappedHosts, type MappedHosts } from './mapped-hosts.js'
import type { Dial } from './open-socket.js'
import { createResolve, type Resolve } from './resolver.js'
import type { PaceLimits } from './watchdog.js'

export interface FetcherOptions {
  /** Printable ASCII with a contact: a URL or a mail address, like `my-crawl (+https://example.org/contact)`. */
  readonly userAgent: string
  /** Host names or addresses whose name, port and addresses are free; exact hosts, no patterns. */
  readonly allowHosts: readonly string[]
  /**
   * Host, or `*.name` for all below it, to `127.0.0.1:8080` or `[::1]:8080`: that loopback port is asked instead, in plain HTTP also for https
   * URLs. The URL and `Host` stay as they are; the host is as free as one of `allowHosts`.
   */
  readonly resolve: Readonly<Record<string, string>>
  /** For one URL: names, connections, redirects, body, the wait of a large one; not `admit` of a request. */
  readonly totalTimeoutMs: number
  /** Of a body, where no expectation says so. */
  readonly maxBytes: number
  /** Where a request does not say so. */
  readonly maxRedirects: number
  /** For TCP and TLS of one address; 5 s. */
  readonly connectTimeoutMs?: number
  /** From the request to the whole head of the answer; 10 s. */
  readonly headersTimeoutMs?: number
  /** Between two reads of a body; 10 s. */
  readonly idleTimeoutMs?: number
  /** Of a body in every window of `rateWindowMs`; 1000. 0: any. */
  readonly minBytesPerSecond?: number
  /** 5 s. */
  readonly rateWindowMs?: number
  /** Instead of the machine's name servers. */
  readonly lookup?: Resolve
  /** Called once for each HTTP request when it is sent, redirects included. */
  readonly onRequest?: (url: string) => void
  /** For tests: PEM certificates trusted instead of the machine's. */
  readonly ca?: string
  /** For tests: a network that leads elsewhere. */
  readonly dial?: Dial
}

/** The options, complete and canonical. */
export interface FetcherSettings extends PaceLimits {
  readonly userAgent: string
  readonly openHosts: OpenHosts
  readonly mapped: MappedHosts
  readonly totalTimeoutMs: number
  readonly maxBytes: number
  readonly maxRedirects: number
  readonly socket: { readonly timeoutMs: number; readonly ca?: string; readonly dial?: Dial }
  readonly lookup: Resolve
  readonly onRequest: (url: string) => void
}

/** Throws a `RangeError` that names the option. */
export function checkFetcherOptions(options: FetcherOptions): FetcherSettings {
  const { userAgent, allowHosts, resolve, ca, dial } = options
  if (!/^[\x20-\x7e]+$/.test(userAgent) || !/https?:\/\/\S|\S@\S/.test(userAgent)) {
    throw expected('printable ASCII with a URL or a mail address', 'userAgent', userAgent)
  }
  const mapped = createMappedHosts(resolve)
  const allowed = new Set(allowHosts.map((host) => openHost(host, 'allowHosts')))
  return {
    userAgent,
    openHosts: { has: (host) => allowed.has(host) || mapped.find(host) !== null },
    mapped,
    totalTimeoutMs: whole(options.totalTimeoutMs, 1, 'totalTimeoutMs'),
    maxBytes: whole(options.maxBytes, 1, 'maxBytes'),
    maxRedirects: whole(options.maxRedirects, 0, 'maxRedirects'),
    headersTimeoutMs: whole(options.headersTimeoutMs ?? 10_000, 1, 'headersTimeoutMs'),
    idleTimeoutMs: whole(options.idleTimeoutMs ?? 10_000, 1, 'idleTimeoutMs'),
    minBytesPerSecond: whole(options.minBytesPerSecond ?? 1000, 0, 'minBytesPerSecond'),
    rateWindowMs: whole(options.rateWindowMs ?? 5_000, 1, 'rateWindowMs'),
    socket: {
      timeoutMs: whole(options.connectTimeoutMs ?? 5_000, 1, 'connectTimeoutMs'),
      ...(ca === undefined ? {} : { ca }),
      ...(dial === undefined ? {} : { dial }),
    },
    lookup: options.lookup ?? createResolve(),
    onRequest: options.onRequest ?? (() => {}),
  }
}

function openHost(host: string, name: string): string {
  const key = hostKey(host)
  if (key === null) throw expected('host names or addresses', name, host)
  return key
}

function whole(value: number, least: number, name: string): number {
  // setTimeout takes longer waits for 1 ms.
  if (Number.isInteger(value) && value >= least && value < 2 ** 31) return value
  throw expected(`an integer of at least ${least}`, name, String(value))
}

function expected(what: string, name: string, got: string): RangeError {
  return new RangeError(`Expected ${what} for ${name}, got ${JSON.stringify(got)}`)
}
