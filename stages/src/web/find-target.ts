import { isIP } from 'node:net'
import type { AllowedUrl } from './check-url.js'
import { FetchProblem, refuseFetch } from './fetch-result.js'
import type { MappedHosts } from './mapped-hosts.js'
import type { Endpoint } from './open-socket.js'
import { addressHex, isPublicAddress } from './public-address.js'
import { dnsProblem, type Resolve } from './resolver.js'
import { untilAborted } from './until-aborted.js'

export interface TargetRules {
  readonly lookup: Resolve
  /** By host: the place to connect to instead, in plain HTTP. */
  readonly mapped: MappedHosts
}

/** Further addresses of one host are tried when the first does not answer. */
const MAX_TRIED = 3

/**
 * Where to connect to for a URL, 1 to 3 places to be tried in turn, IPv4 first since many machines have no IPv6. A
 * host is resolved once, and all its answers must be public unless the recipe names it: a mixed answer is a trap.
 * Rejects with a `FetchProblem` or the reason of `signal`.
 */
export async function findTargets(
  checked: AllowedUrl,
  rules: TargetRules,
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  const { url, host, literal, open } = checked
  const instead = rules.mapped.find(host)
  if (instead !== null) return [{ ...instead, tlsHost: null, mustBePublic: false }]
  const secure = url.protocol === 'https:'
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const addresses = literal ? [host] : await resolveAll(host, rules.lookup, signal)
  const bad = addresses.find((address) => !isUsable(address, open))
  if (bad !== undefined) {
    const detail = `Expected public addresses for ${host}, got ${bad}`
    throw refuseFetch('address_refused', false, detail, { reach: 'none' })
  }
  return [...addresses]
    .sort((a, b) => isIP(a) - isIP(b))
    .slice(0, MAX_TRIED)
    .map((address) => ({ address, port, tlsHost: secure ? host : null, mustBePublic: !open }))
}

async function resolveAll(host: string, lookup: Resolve, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const addresses = [...new Set(await untilAborted(lookup(host, signal), signal))]
    if (addresses.length > 0) return addresses
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof FetchProblem ? error : dnsProblem(error, host)
  }
  throw refuseFetch('dns_error', false, `no address for ${host}`, { reach: 'refused' })
}

function isUsable(address: string, open: boolean): boolean {
  return open ? addressHex(address) !== null : isPublicAddress(address)
}
