import { isIP } from 'node:net'
import { hostKey } from './check-url.js'

/** A place that is asked instead of a host. */
export interface MappedPlace {
  readonly address: string
  readonly port: number
}

/** Hosts that lead to a loopback port instead, by name or below a name. */
export interface MappedHosts {
  /** For a host as `hostKey` has it: its own entry, else the longest `*.` one above it. */
  readonly find: (host: string) => MappedPlace | null
}

const LOOPBACK_PORT = /^(?:(127\.\d+\.\d+\.\d+)|\[(::1)\]):(\d{1,5})$/

/**
 * Keys are host names, addresses, or `*.name` for every host below that name, not the name itself; values
 * `127.0.0.1:8080` or `[::1]:8080`. Throws a `RangeError` that names what is neither.
 */
export function createMappedHosts(resolve: Readonly<Record<string, string>>): MappedHosts {
  const exact = new Map<string, MappedPlace>()
  const below = new Map<string, MappedPlace>()
  for (const [host, to] of Object.entries(resolve)) {
    const isSuffix = host.startsWith('*.')
    const key = hostKey(isSuffix ? host.slice(2) : host)
    if (key === null || (isSuffix && isIP(key) !== 0)) {
      throw new RangeError(`Expected host names or addresses for resolve, got ${JSON.stringify(host)}`)
    }
    const entries = isSuffix ? below : exact
    entries.set(key, loopbackPort(to))
  }
  const longest = Math.max(0, ...[...below.keys()].map((key) => key.length))
  const findBelow = (host: string): MappedPlace | null => {
    // What is longer is no key: a host may have thousands of dots, and each look-up reads the rest of it.
    const from = Math.max(0, host.length - longest - 1)
    for (let dot = host.indexOf('.', from); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      const place = below.get(host.slice(dot + 1))
      if (place !== undefined) return place
    }
    return null
  }
  return { find: (host) => exact.get(host) ?? (below.size === 0 ? null : findBelow(host)) }
}

function loopbackPort(to: string): MappedPlace {
  const [, v4, v6, port] = LOOPBACK_PORT.exec(to) ?? []
  const address = v4 ?? v6 ?? ''
  const number = Number(port)
  if (isIP(address) === 0 || !(number >= 1 && number <= 65_535)) {
    throw new RangeError(`Expected a loopback address and port for resolve, got ${JSON.stringify(to)}`)
  }
  return { address, port: number }
}
