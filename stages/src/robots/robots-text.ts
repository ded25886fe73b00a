/** What is read of a file, the least that RFC 9309 §2.5 lets a crawler read. */
export const ROBOTS_BYTES = 500 * 1024

export interface RobotsText {
  /** One character for each octet of the file in UTF-8, its byte order mark dropped. */
  readonly octets: string
  /** Whether the file goes on past `ROBOTS_BYTES`. */
  readonly truncated: boolean
}

/**
 * The text of a robots.txt, at most `ROBOTS_BYTES` of it. A line that the limit cuts is left out whole: the beginning
 * of `Allow: /pictures/` allows more than the line. Octets that are no UTF-8 stay as they are.
 */
export function readRobotsText(bytes: Uint8Array): RobotsText {
  const truncated = bytes.length > ROBOTS_BYTES
  // One octet more, since a line whose end comes just after the limit is whole.
  const read = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, ROBOTS_BYTES + 1))
  const octets = decode(read)
  if (!truncated) return { octets, truncated }
  const end = Math.max(octets.lastIndexOf('\n'), octets.lastIndexOf('\r')) + 1
  return { octets: octets.slice(0, end), truncated }
}

/** A mark of UTF-16 is believed (RFC 9309 §2.2.2 lets a crawler bridge encodings), all else is UTF-8. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return octetsOf(bytes.subarray(2).toString('utf16le'))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
    return octetsOf(even.swap16().toString('utf16le'))
  }
  return bytes.subarray(markLength(bytes)).toString('latin1')
}

/** google/robotstxt drops the beginning of a mark too (robots_test.cc, ID_UTF8ByteOrderMarkIsSkipped). */
function markLength(bytes: Buffer): number {
  if (bytes[0] !== 0xef) return 0
  if (bytes[1] !== 0xbb) return 1
  return bytes[2] === 0xbf ? 3 : 2
}

function octetsOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
