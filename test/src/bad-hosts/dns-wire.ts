/** The part of RFC 1035 section 4 that a name server in a test needs; nothing of the code under test is used. */

export const A = 1
export const CNAME = 5
/** Any bytes (RFC 1035 section 3.3.10). */
export const NULL = 10
export const AAAA = 28
export const NOERROR = 0
export const FORMERR = 1
export const SERVFAIL = 2
export const NXDOMAIN = 3
export const NOTIMP = 4
export const REFUSED = 5

/** One question as a name server sees it. */
export interface Question {
  /** In lower case, without a final dot. */
  readonly name: string
  readonly type: number
}

/** One resource record of the Internet class. */
export interface DnsRecord {
  readonly name: string
  readonly type: number
  /** Seconds. */
  readonly ttl: number
  readonly data: Buffer
}

const CLASS_IN = 1
const HEADER_BYTES = 12
const RESPONSE = 0x8180
const TRUNCATED = 0x0200

/** Reads the one question of a query. Throws a `RangeError` for a query that ends before it does. */
export function readQuestion(query: Buffer): Question {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1) }
}

/** A reply with the identifier of `query` and the question it asked. `rcode` 0 to 15. */
export function encodeReply(query: Buffer, rcode: number, answers: readonly DnsRecord[]): Buffer {
  const { name, type } = readQuestion(query)
  const question = Buffer.concat([encodeName(name), uint16(type), uint16(CLASS_IN)])
  return Buffer.concat([encodeHeader(query, rcode, answers.length), question, ...answers.map(encodeRecord)])
}

/** The same without records and with TC set (RFC 1035 section 4.1.1): to be asked again by TCP. */
export function truncateReply(query: Buffer): Buffer {
  const reply = encodeReply(query, NOERROR, [])
  reply.writeUInt16BE(RESPONSE | TRUNCATED, 2)
  return reply
}

export function encodeHeader(query: Buffer, rcode: number, answers: number): Buffer {
  const counts = [1, answers, 0, 0].map(uint16)
  return Buffer.concat([query.subarray(0, 2), uint16(RESPONSE | rcode), ...counts])
}

export function encodeRecord({ name, type, ttl, data }: DnsRecord): Buffer {
  const seconds = Buffer.alloc(4)
  seconds.writeUInt32BE(ttl)
  const fixed = [uint16(type), uint16(CLASS_IN), seconds, uint16(data.length)]
  return Buffer.concat([encodeName(name), ...fixed, data])
}

/** Labels of 1 to 63 bytes, without compression. */
export function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '')
  const parts = labels.map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
  )
  return Buffer.concat([...parts, Buffer.from([0])])
}

/** The A or AAAA record of an address in text. */
export function addressRecord(name: string, address: string, ttl = 60): DnsRecord {
  const data = address.includes(':') ? ipv6Bytes(address) : ipv4Bytes(address)
  return { name, type: data.length === 4 ? A : AAAA, ttl, data }
}

export function cnameRecord(name: string, target: string, ttl = 60): DnsRecord {
  return { name, type: CNAME, ttl, data: encodeName(target) }
}

function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

/** RFC 4291 section 2.2, all three forms. */
function ipv6Bytes(address: string): Buffer {
  const [left = '', right] = address.split('::')
  const head = groupBytes(left)
  const tail = groupBytes(right ?? '')
  return Buffer.concat([head, Buffer.alloc(16 - head.length - tail.length), tail])
}

function groupBytes(groups: string): Buffer {
  if (groups === '') return Buffer.alloc(0)
  const bytes = groups
    .split(':')
    .map((group) => (group.includes('.') ? ipv4Bytes(group) : uint16(Number.parseInt(group, 16))))
  return Buffer.concat(bytes)
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
