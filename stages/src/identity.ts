import { createHash } from 'node:crypto'

/** First 8 bytes of sha256 over the parts, joined by NUL: big-endian, signed. Spread evenly over int64. */
export function hash64(...parts: readonly (string | number)[]): bigint {
  return createHash('sha256').update(parts.join('\0')).digest().readBigInt64BE(0)
}
