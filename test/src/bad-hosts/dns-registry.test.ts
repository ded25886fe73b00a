import { type Fetcher, openFetcher } from '@warc2dataset/stages/web/open-fetcher'
import { createResolve } from '@warc2dataset/stages/web/resolver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CanaryNetwork, openCanaryNetwork, PUBLIC, strictOptions } from './canary-network.js'
import { type DnsServer, openDnsServer } from './dns-server.js'
import { A, AAAA, NOERROR } from './dns-wire.js'

/**
 * IANA IPv4 and IPv6 Special-Purpose Address Registries, every row, and the multicast blocks. `global`: the registry's
 * "Globally Reachable" is true. Of these the fetcher allows none but NAT64 with a public address inside, since the
 * others are anycast services and protocol blocks, where no site is.
 */
const IPV4 =
  `0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
  192.0.0.0/29 192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.31.196.0/24
  192.52.193.0/24 192.88.99.0/24 192.88.99.2/32 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
  203.0.113.0/24 240.0.0.0/4 255.255.255.255/32 224.0.0.0/4`.split(/\s+/)
const IPV6 =
  `::1/128 ::/128 ::ffff:0:0/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128
  2001:1::2/128 2001:1::3/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28
  2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 ff00::/8`.split(/\s+/)

/** Beside the rows, in blocks that IANA has given out: nothing of the registry holds for them. */
const NEIGHBOURS =
  `1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
  169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.31.195.255 192.31.197.0 192.52.192.255
  192.52.194.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 192.175.47.255 192.175.49.0 198.17.255.255
  198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255 2001:200:: 2001:db7:ffff::1
  2001:db9:: 2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2003:: 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff 2620:4f:8001::
  3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000:: 64:ff9b::8.8.8.8`.split(/\s+/)

const live = new AbortController().signal
/** What the name server says of the names asked for. */
const zone = new Map<string, Buffer>()
let network: CanaryNetwork
let server: DnsServer
let fetcher: Fetcher
let dialed: readonly string[]

beforeAll(async () => {
  network = await openCanaryNetwork()
  server = await openDnsServer(({ name, type }) => {
    const data = zone.get(name)
    return data !== undefined && type === (data.length === 4 ? A : AAAA)
      ? [{ name, type, ttl: 60, data }]
      : NOERROR
  })
  const record = network.record()
  dialed = record.dialed
  fetcher = openFetcher(
    strictOptions({ lookup: createResolve({ servers: [server.address] }), dial: record.dial }),
  )
})

afterAll(async () => {
  await fetcher.close()
  await server.close()
  await network.close()
})

let names = 0

/** The code for a name that has this address. */
async function codeOf(data: Buffer): Promise<string> {
  const name = `n${names++}.example`
  zone.set(name, data)
  const result = await fetcher.fetch(`http://${name}/picture`, live)
  return result.ok ? 'ok' : `${result.code} ${result.reach}`
}

/** The first, middle and last address of a block. */
function threeOf(block: string): readonly Buffer[] {
  const [network = '', length] = block.split('/')
  const first = toBytes(network)
  const size = 1n << BigInt(first.length * 8 - Number(length))
  const start = BigInt(`0x${first.toString('hex')}`)
  return [start, start + size / 2n, start + size - 1n].map((value) =>
    Buffer.from(value.toString(16).padStart(first.length * 2, '0'), 'hex'),
  )
}

/** WHATWG's serializer has written all groups as hexadecimal by then. */
function toBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number))
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [left = [], right = []] = text.split('::').map((half) => (half === '' ? [] : half.split(':')))
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

describe('a name with the first, middle or last address of', () => {
  it.each([...IPV4, ...IPV6])('%s is refused, and nobody is dialed', async (block) => {
    const before = dialed.length
    const codes = []
    for (const address of threeOf(block)) codes.push(await codeOf(address))
    expect(codes).toEqual(Array(3).fill('address_refused none'))
    expect([dialed.length - before, network.touched()]).toEqual([0, 0])
  })

  it.each(IPV4)('%s inside NAT64 is refused as well', async (block) => {
    const prefix = toBytes('64:ff9b::').subarray(0, 12)
    const before = dialed.length
    const codes = []
    for (const address of threeOf(block)) codes.push(await codeOf(Buffer.concat([prefix, address])))
    expect(codes).toEqual(Array(3).fill('address_refused none'))
    expect(dialed.length - before).toBe(0)
  })
})

describe('a name with an address beside the rows', () => {
  it.each(NEIGHBOURS)('%s is dialed', async (address) => {
    const before = dialed.length
    await codeOf(toBytes(address))
    expect(dialed.slice(before).map((each) => toBytes(each))).toEqual([toBytes(address)])
  })

  it('is fetched where a site is', async () => {
    expect(await codeOf(toBytes(PUBLIC))).toBe('ok')
  })
})
