import { hash } from 'node:crypto'

/** First 8 bytes of sha256 over the parts, joined by NUL: big-endian, signed. Spread evenly over int64. */
export function hash64(...parts: readonly (string | number)[]): bigint {
  return hash('sha256', parts.join('\0'), 'buffer').readBigInt64BE(0)
}
