import { BlockList, isIP } from 'node:net'

/** Not reachable from everywhere, or no host at all: every IPv4 row of IANA's registry, and multicast. */
const IPV4_REFUSED = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/**
 * Special rows inside global unicast. Everything outside 2000::/3 is refused before: loopback, mapped,
 * IPv4-compatible, IPv4-translated, local NAT64 (64:ff9b:1::/48), discard, SRv6, unique local, link-local,
 * site-local, multicast.
 */
const IPV6_REFUSED = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20']

const refusedIpv4 = blockList(IPV4_REFUSED, 'ipv4')
const refusedIpv6 = blockList(IPV6_REFUSED, 'ipv6')
const NAT64 = '0064ff9b0000000000000000'

/**
 * True only for an address that any host of the internet can reach: global unicast outside every row of IANA's
 * IPv4 and IPv6 special-purpose address registries (RFC 6890), the globally reachable anycast rows included,
 * since no site is there. A NAT64 address (64:ff9b::/96, RFC 6052) is judged by the IPv4 address inside, so that
 * a machine behind DNS64 can fetch. False for anything that is not an IP address, and for scoped ones (`%eth0`).
 *
 * It cannot know a provider's own NAT64 prefix (RFC 6052 section 2.2): such a translator must filter by itself.
 */
export function isPublicAddress(ip: string): boolean {
  if (isIP(ip) === 4) return !refusedIpv4.check(ip, 'ipv4')
  const hex = addressHex(ip)
  if (hex === null) return false
  if (hex.startsWith(NAT64)) {
    return isPublicAddress([...Buffer.from(hex.slice(NAT64.length), 'hex')].join('.'))
  }
  const first = Number.parseInt(hex.slice(0, 1), 16)
  return (first === 2 || first === 3) && !refusedIpv6.check(ip, 'ipv6')
}

/** The 16 bytes of an address as 32 hex digits, IPv4 as IPv4-mapped: equal for equal addresses. Null for no address. */
export function addressHex(ip: string): string | null {
  const version = isIP(ip)
  if (version === 0 || ip.includes('%')) return null
  if (version === 4) return `00000000000000000000ffff${ipv4Hex(ip)}`
  const [, head = ip, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(ip) ?? []
  const end = tail === undefined ? '' : ipv4Hex(tail)
  const [left = '', right = ''] = (end === '' ? ip : `${head}${end.slice(0, 4)}:${end.slice(4)}`).split('::')
  const before = groupsHex(left)
  return before + groupsHex(right).padStart(32 - before.length, '0')
}

function ipv4Hex(ip: string): string {
  return Buffer.from(ip.split('.').map(Number)).toString('hex')
}

function groupsHex(groups: string): string {
  if (groups === '') return ''
  return groups
    .split(':')
    .map((group) => group.toLowerCase().padStart(4, '0'))
    .join('')
}

function blockList(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits = ''] = subnet.split('/')
    list.addSubnet(network, Number(bits), family)
  }
  return list
}
