import { connect, isIPv6, type Socket } from 'node:net'
import type { FetcherOptions } from '@warc2dataset/stages/web/fetcher-options'
import type { Dial } from '@warc2dataset/stages/web/open-socket'
import { openTestServer, redirects, says, type TestServer } from '@warc2dataset/stages/web/test-server'

/** Where the one public site of this network is said to be. */
export const PUBLIC = '93.184.216.34'
export const PUBLIC6 = '2606:4700:4700::1111'

/** A network of loopback listeners: one is led to for public addresses, the others must never be reached. */
export interface CanaryNetwork {
  /** The public site: `/picture`, `/flip` to `/picture`, `/to?x` to the percent-decoded `x`. */
  readonly site: TestServer
  /** A port that is the canary's on 127.0.0.1 and, where the machine has it, on ::1. */
  readonly port: number
  /** All ports of canaries on 127.0.0.1. */
  readonly ports: readonly number[]
  /** Connections to any canary so far. */
  readonly touched: () => number
  /** Leads 93.184/16 and 2606:4700::/32 to the site, all else to a canary, and writes down each address. */
  readonly record: () => { readonly dial: Dial; readonly dialed: readonly string[] }
  readonly close: () => Promise<void>
}

const leak = { '/': says('HTTP/1.1 200 OK\r\nContent-Length: 4', 'leak') }

/** Ports 80 and 443 of 127.0.0.1 and ::1 are canaries too where the user may listen there. */
export async function openCanaryNetwork(): Promise<CanaryNetwork> {
  const site = await openTestServer({
    '/picture': says('HTTP/1.1 200 OK\r\nContent-Length: 4', 'good'),
    '/flip': redirects('/picture'),
    '/to': (socket, path) => redirects(fromPercent(path.slice('/to?'.length)))(socket, path),
  })
  const main = await openTestServer(leak)
  const second = await openTestServer(leak)
  const more = await Promise.all([
    listen('::1', main.port),
    ...['127.0.0.1', '::1'].flatMap((host) => [80, 443].map((port) => listen(host, port))),
  ])
  const canaries = [main, second, ...more.flatMap((canary) => (canary === null ? [] : [canary]))]

  const record = () => {
    const dialed: string[] = []
    const dial = (address: string): Socket => {
      dialed.push(address)
      if (!leadsToSite(address)) return connect(main.port, isIPv6(address) && more[0] ? '::1' : '127.0.0.1')
      return Object.defineProperty(connect(site.port, '127.0.0.1'), 'remoteAddress', { value: address })
    }
    return { dial, dialed }
  }

  return {
    site,
    port: main.port,
    ports: [main.port, second.port],
    touched: () => canaries.reduce((sum, canary) => sum + canary.connections(), 0),
    record,
    close: async () => {
      await Promise.all([site, ...canaries].map((server) => server.close()))
    },
  }
}

/** Options of a fetcher that knows no host by name. */
export function strictOptions(more: Partial<FetcherOptions> = {}): FetcherOptions {
  return {
    userAgent: 'test (+https://example.org/)',
    allowHosts: [],
    resolve: {},
    totalTimeoutMs: 30_000,
    maxBytes: 1_000,
    maxRedirects: 5,
    ...more,
  }
}

/** The path of the site that redirects to `location`, whose characters are sent in UTF-8. */
export function redirectPath(location: string): string {
  return `/to?${[...Buffer.from(location)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`
}

function fromPercent(text: string): string {
  return text.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function leadsToSite(address: string): boolean {
  return address.startsWith('93.184.') || address.startsWith('2606:4700:')
}

/** Null where the port is taken or forbidden, or the machine has no such address. */
async function listen(host: string, port: number): Promise<TestServer | null> {
  return openTestServer(leak, { host, port }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') return null
    throw error
  })
}
