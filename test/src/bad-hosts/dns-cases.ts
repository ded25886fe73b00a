import type { Asked, Reply } from './dns-server.js'
import * as wire from './dns-wire.js'

/** What a name server says of `name.example`, and what must come of it. */
export interface Answer {
  readonly what: string
  readonly script: (asked: Asked) => Reply
  readonly code: 'ok' | 'dns_error' | 'address_refused'
  readonly retryable: boolean
  /** The address connected to; the first public one if left out. */
  readonly dials?: string
  readonly tcp?: boolean
}

const { A, AAAA, addressRecord, cnameRecord, NXDOMAIN, SERVFAIL } = wire
const PUBLIC = '93.184.216.34'

/** For A; "no data" for AAAA. */
const forA = (reply: (name: string) => Reply) => (asked: Asked) => (asked.type === A ? reply(asked.name) : [])
const fails = (what: string, script: Answer['script'], retryable: boolean): Answer => ({
  what,
  script,
  code: 'dns_error',
  retryable,
})
const refused = (what: string, script: Answer['script']): Answer => ({
  what,
  script,
  code: 'address_refused',
  retryable: false,
})
const leads = (what: string, script: Answer['script'], dials?: string): Answer => ({
  what,
  script,
  code: 'ok',
  retryable: false,
  ...(dials === undefined ? {} : { dials }),
})

/** The CNAMEs from `name` over `length` others, then `last`. */
const chain = (name: string, length: number, ...last: readonly string[]) => {
  const names = [name, ...Array.from({ length }, (_, i) => `c${i}.example`)]
  const aliases = names.slice(0, -1).map((from, i) => cnameRecord(from, names[i + 1] ?? ''))
  return [...aliases, ...last.map((address) => addressRecord(names.at(-1) ?? '', address))]
}

/** RFC 1035 and RFC 2308: what is "no such name" is final, what is an error of the server is not. */
export const ANSWERS: readonly Answer[] = [
  fails('NXDOMAIN', () => NXDOMAIN, false),
  fails('no data', () => [], false),
  fails('SERVFAIL', () => SERVFAIL, true),
  fails('REFUSED', () => wire.REFUSED, true),
  fails('NOTIMP', () => wire.NOTIMP, true),
  fails('FORMERR', () => wire.FORMERR, true),
  fails('NXDOMAIN for A, SERVFAIL for AAAA', ({ type }) => (type === A ? NXDOMAIN : SERVFAIL), true),
  fails('nothing at all', () => null, true),
  leads('SERVFAIL for AAAA', ({ name, type }) => (type === A ? [addressRecord(name, PUBLIC)] : SERVFAIL)),
  leads('nothing for AAAA', ({ name, type }) => (type === A ? [addressRecord(name, PUBLIC)] : null)),
  leads(
    'AAAA alone',
    ({ name, type }) => (type === AAAA ? [addressRecord(name, '2606:4700::9')] : NXDOMAIN),
    '2606:4700::9',
  ),
  leads(
    'a chain of 8 CNAMEs',
    forA((name) => chain(name, 8, PUBLIC)),
  ),
  leads(
    'a chain of 200 CNAMEs',
    forA((name) => chain(name, 200, PUBLIC)),
  ),
  fails(
    'a CNAME to a name without address',
    forA((name) => chain(name, 1)),
    false,
  ),
  fails(
    'a CNAME to itself',
    forA((name) => [cnameRecord(name, name)]),
    false,
  ),
  fails(
    'a loop of two CNAMEs',
    forA((name) => [cnameRecord(name, 'b.example'), cnameRecord('b.example', name)]),
    false,
  ),
  refused(
    'a CNAME to a name with 10.0.0.1',
    forA((name) => chain(name, 1, '10.0.0.1')),
  ),
  refused(
    'a CNAME to metadata.google.internal',
    forA((name) => [
      cnameRecord(name, 'metadata.google.internal'),
      addressRecord('metadata.google.internal', '169.254.169.254'),
    ]),
  ),
  refused(
    'a CNAME to localhost',
    forA((name) => [cnameRecord(name, 'localhost'), addressRecord('localhost', '127.0.0.1')]),
  ),
  refused('a private A, AAAA failing', ({ name, type }) =>
    type === A ? [addressRecord(name, '10.0.0.1')] : SERVFAIL,
  ),
  leads(
    'an A of TTL 2^32-1',
    forA((name) => [addressRecord(name, PUBLIC, 2 ** 32 - 1)]),
  ),
  { ...fails('TC and no TCP', ({ name, type }) => (type === A ? many(name, 1_000) : []), true), tcp: false },
  fails(
    'TC and a silent TCP',
    ({ name, type, transport }) => (type !== A ? [] : transport === 'udp' ? many(name, 1_000) : null),
    true,
  ),
]

const raw = (bytes: (query: Buffer) => Buffer) => (): Reply => ({ raw: bytes })
const record = wire.encodeRecord(addressRecord('name.example', PUBLIC))
/** A reply whose one record starts with these bytes in place of a name. */
const named = (...name: readonly number[]) =>
  raw((query) =>
    Buffer.concat([wire.encodeReply(query, 0, []).fill(1, 7, 8), Buffer.from(name), record.subarray(14)]),
  )
const QUESTION_END = 12 + 'name.example'.length + 2 + 4
const sized =
  (type: number, bytes: number, first = 93) =>
  (asked: Asked): Reply => [
    {
      name: asked.name,
      type: asked.type === type ? type : wire.NULL,
      ttl: 60,
      data: Buffer.from([first, 184, 216, 34, ...Buffer.alloc(12)]).subarray(0, bytes),
    },
  ]

/** Nothing here is an answer (RFC 1035 sections 4.1.1 to 4.1.4), so each is an error of the server. */
export const GARBLED: readonly Answer[] = [
  fails(
    'no bytes',
    raw(() => Buffer.alloc(0)),
    true,
  ),
  fails(
    'the identifier alone',
    raw((query) => query.subarray(0, 2)),
    true,
  ),
  fails(
    'half a header',
    raw((query) => wire.encodeReply(query, 0, []).subarray(0, 7)),
    true,
  ),
  fails(
    'a header that announces what is not there',
    raw((query) => wire.encodeHeader(query, 0, 5)),
    true,
  ),
  fails(
    'half a record',
    raw((query) => wire.encodeReply(query, 0, [addressRecord('name.example', PUBLIC)]).subarray(0, -2)),
    true,
  ),
  fails(
    'noise after the identifier',
    raw((query) => Buffer.concat([query.subarray(0, 2), Buffer.alloc(60, 0xa5)])),
    true,
  ),
  // c-ares does not look at QR: a reflected query is a reply without records.
  fails(
    'the query itself',
    raw((query) => query),
    false,
  ),
  fails(
    'another identifier',
    raw((query) => wire.encodeReply(query, 0, [addressRecord('name.example', PUBLIC)]).fill(0, 0, 2)),
    true,
  ),
  fails('a pointer to itself', named(0xc0, QUESTION_END), true),
  fails('a loop of two pointers', named(0xc0, QUESTION_END + 2, 0xc0, QUESTION_END), true),
  fails('a pointer beyond the end', named(0xff, 0xff), true),
  fails('a label of a reserved kind', named(0x80, 1, 0), true),
  fails('a label beyond the end', named(63, 97, 97), true),
  fails('an A of 3 bytes', sized(A, 3), true),
  // c-ares reads the first four bytes: what counts is that these are judged.
  leads('an A of 16 bytes', sized(A, 16)),
  refused('an A of 16 bytes, the first four private', sized(A, 16, 127)),
  fails('an AAAA of 4 bytes', sized(AAAA, 4), true),
  fails(
    'a record of 65,535 bytes that is not there',
    raw((query) => {
      const reply = wire.encodeReply(query, 0, [addressRecord('name.example', PUBLIC)])
      reply.fill(0xff, reply.length - 6, reply.length - 4)
      return reply
    }),
    true,
  ),
]

/** Addresses of this machine, its network or its cloud, in all their forms as records. */
export const PRIVATE = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.0.192',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:0:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::7f00:1',
  '2001:0:7f00:1::1',
  '2002:7f00:1::',
  'fd00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
] as const

/** Hosts that the URL parser takes for names although DNS cannot ask for them (RFC 1035 section 2.3.4). */
export const HOSTS: readonly [host: string, code: 'dns_error' | 'address_refused'][] = [
  [`${'a'.repeat(64)}.example`, 'dns_error'],
  ['a..example', 'dns_error'],
  ['.a.example', 'dns_error'],
  [`${'a.'.repeat(124)}example`, 'address_refused'],
]

/** That many public A records of one name. */
export function many(name: string, count: number) {
  return Array.from({ length: count }, (_, i) => addressRecord(name, `93.184.${i >> 8}.${i & 255}`))
}
