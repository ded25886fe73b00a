/** Texts that a careless client takes for this machine. Pure; the standard is the host parser of the WHATWG URL Standard. */

/** RFC 791 addresses are four bytes; `inet_aton` and WHATWG take 1 to 4 numbers, the last for all bytes left. */
const SHAPES: readonly (readonly number[])[] = [[0x7f000001], [127, 1], [127, 0, 1], [127, 0, 0, 1]]

/** One number in every base and length that the parser knows. */
const NUMERALS: readonly ((value: number) => string)[] = [
  (value) => String(value),
  (value) => `0${value.toString(8)}`,
  (value) => `0000${value.toString(8)}`,
  (value) => `0x${value.toString(16)}`,
  (value) => `0X${value.toString(16).toUpperCase()}`,
  (value) => `0x0000${value.toString(16)}`,
]

const shift = (from: string, first: number) => (text: string) =>
  [...text]
    .map((sign) => (sign >= from && sign <= '~' ? String.fromCodePoint(sign.charCodeAt(0) + first) : sign))
    .join('')

/** The same host in other signs: all of UTS #46 maps them, or percent-decoding gives them. */
const DISGUISES: Readonly<Record<string, (host: string) => string>> = {
  plain: (host) => host,
  'a final dot': (host) => `${host}.`,
  'upper case': (host) => host.toUpperCase(),
  percent: (host) => [...host].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join(''),
  fullwidth: shift('!', 0xfee0),
  'an ideographic full stop': (host) => host.replaceAll('.', '。'),
  'circled digits': (host) =>
    host.replace(/[0-9]/g, (digit) => (digit === '0' ? '⓪' : String.fromCodePoint(0x245f + Number(digit)))),
  'mathematical bold digits': (host) =>
    host.replace(/[0-9]/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
  'superscript digits': (host) => host.replace(/[0-9]/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? ''),
  'a zero width space': (host) => `${host.slice(0, 1)}\u200b${host.slice(1)}`,
}

/** 127.0.0.1 in every mixture of bases and every number of parts: 1,554 spellings. */
export function loopbackNumbers(): readonly string[] {
  return SHAPES.flatMap((parts) =>
    parts.reduce<readonly string[]>(
      (hosts, part) =>
        hosts.flatMap((host) =>
          NUMERALS.map((write) => (host === '' ? write(part) : `${host}.${write(part)}`)),
        ),
      [''],
    ),
  )
}

/** By disguise, that of each host. */
export function disguises(
  hosts: readonly string[],
): readonly (readonly [disguise: string, hosts: readonly string[]])[] {
  return Object.entries(DISGUISES).map(([name, change]) => [name, hosts.map(change)])
}

/** Names of this machine or its network (RFC 6761 section 6.3, RFC 6762, RFC 8375, ICANN's `.internal`). */
export const NAMES = [
  'localhost',
  'a.localhost',
  'a.b.localhost',
  'a.local',
  'a.internal',
  'a.home.arpa',
  'a.onion',
  'intranet',
] as const

/** RFC 4291, 6052, 3056, 4380, 4193, 6874: this machine in IPv6, or what leads to it. No brackets. */
export const IPV6 = [
  '::1',
  '0:0:0:0:0:0:0:1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '0::1',
  '::0:1',
  '::0.0.0.1',
  '::',
  '::127.0.0.1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::FFFF:7F00:1',
  '0:0:0:0:0:ffff:7f00:0001',
  '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:FF9B::7F00:1',
  '64:ff9b:1::127.0.0.1',
  '2002:7f00:1::',
  '2002:7F00:0001::1',
  '2001:0:7f00:1::1',
  '2001::80ff:fffe',
  'fe80::1',
  'fe80::1%lo',
  'fe80::1%25lo',
  '::1%lo',
  '::1%25lo',
  '::1%251',
  'fd00::1',
] as const

/** URLs in which a reader and a parser may see different hosts: `place` is the one of WHATWG's parser, or there is none. */
export function trickUrls(place: string): readonly string[] {
  return [
    `http://93.184.216.34@${place}/`,
    `http://93.184.216.34:80@${place}/`,
    `http://public.example%40@${place}/`,
    `http://public.example%2f@${place}/`,
    `http://public.example%23@${place}/`,
    `http://a@b@${place}/`,
    `http://:@${place}/`,
    `http://@${place}/`,
    `http:\\\\${place}\\`,
    `http:/\\${place}/`,
    `http:${place}/`,
    `http:/${place}/`,
    `https:${place}/`,
    `http:////${place}/`,
    `//${place}/`,
    `\\\\${place}\\`,
    `/\t/${place}/`,
    `HTTP://${place}/`,
    `hTTpS://${place}/`,
    `http://${place}\\@public.example/`,
    `http://${place}/@public.example/`,
    `http://${place}?@public.example/`,
    `http://${place}#@public.example/`,
    `http://${place}\\.public.example/`,
    `http://${[...place].join('\t')}/`,
    `ht\ntp://${place}/`,
    `http:/\n/${place}/`,
    `http://\r\n${place}/`,
    ` \u0000\u001f http://${place}/ \u0000`,
    `  http://${place}/  `,
    `ftp://${place}/`,
    `ws://${place}/`,
    `gopher://${place}/`,
    `file://${place}/etc/passwd`,
    `view-source:http://${place}/`,
  ]
}
