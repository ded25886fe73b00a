import { isIP } from 'node:net'
import { parseUrl } from './parse-url.js'
import { isPublicAddress } from './public-address.js'

/** A URL that may be asked for, as far as its text says. */
export interface AllowedUrl {
  readonly ok: true
  readonly url: URL
  /** The host without brackets and final dot: a name in lower case, or an IP address. */
  readonly host: string
  /** `host` is an IP address: there is nothing to resolve. */
  readonly literal: boolean
  /** The recipe names the host: its addresses and port are free. */
  readonly open: boolean
}

export interface RefusedUrl {
  readonly ok: false
  readonly rule: 'unparsable' | 'too_long' | 'scheme' | 'credentials' | 'port' | 'name' | 'address'
  /** `Expected … for …, got …`; not yet safe to print. */
  readonly detail: string
}

/** Hosts that the recipe names, as `hostKey` has them. */
export type OpenHosts = Pick<ReadonlySet<string>, 'has'>

const MAX_URL_LENGTH = 8192
const MAX_HOST_LENGTH = 253
/** Names that never lead to the public internet (RFC 6761, 6762, 7686, 8375, and ICANN's `.internal`). */
const PRIVATE_SUFFIXES = ['localhost', 'local', 'internal', 'home.arpa', 'onion']

/**
 * The rules that need no look-up: http(s), no user name, ports 80 and 443, a host name of two labels or more
 * that is not private, an IP address only if it is public. It judges what the WHATWG parser made of the text, so
 * `2130706433`, `0x7f.1` and `①②⑦.0.0.1` are the address 127.0.0.1. A host in `openHosts` (see `hostKey`) is free
 * of the rules for port, name and address, not of the others.
 */
export function checkUrl(text: string, openHosts: OpenHosts): AllowedUrl | RefusedUrl {
  if (text.length > MAX_URL_LENGTH) {
    return refused('too_long', `at most ${MAX_URL_LENGTH} characters for a URL`, String(text.length))
  }
  const url = parseUrl(text)
  if (url === null) return refused('unparsable', 'a URL', text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refused('scheme', 'http or https for the scheme', url.protocol)
  }
  if (url.username !== '' || url.password !== '') {
    return refused('credentials', 'no user name for a URL', 'one')
  }
  url.hash = ''
  const host = bareHost(url)
  const literal = isIP(host) !== 0
  if (openHosts.has(host)) return { ok: true, url, host, literal, open: true }
  if (url.port !== '' && url.port !== '80' && url.port !== '443') {
    return refused('port', '80 or 443 for the port', url.port)
  }
  if (literal && !isPublicAddress(host)) return refused('address', 'a public address for the host', host)
  if (!literal && !isPublicName(host)) return refused('name', 'a public name for the host', host)
  return { ok: true, url, host, literal, open: false }
}

/**
 * A host as `checkUrl` compares it: lower case, punycode, IPv4 in four decimals, no brackets, no final dot. Null
 * for text that is not exactly a host, or has more than one final dot.
 */
export function hostKey(host: string): string | null {
  const bracketed = isIP(host) === 6 ? `[${host}]` : host
  const url = parseUrl(`http://${bracketed}/`)
  if (/[\s/?#@*\\]/.test(host) || url === null) return null
  const named = host.includes(':') && isIP(host) !== 6 && !host.startsWith('[')
  const key = bareHost(url)
  return named || url.port !== '' || hasEmptyEnd(key) ? null : key
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

function isPublicName(host: string): boolean {
  if (host.length > MAX_HOST_LENGTH || !host.includes('.') || hasEmptyEnd(host)) return false
  return !PRIVATE_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
}

/**
 * Of more than one final dot `bareHost` leaves some. The URL parser takes `127.0.0.1..` for a name, and a look-up may
 * take it for the address.
 */
function hasEmptyEnd(host: string): boolean {
  return host === '' || host.endsWith('.')
}

function refused(rule: RefusedUrl['rule'], expected: string, got: string): RefusedUrl {
  return { ok: false, rule, detail: `Expected ${expected}, got ${got}` }
}
