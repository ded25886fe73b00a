import { constants, crc32, type InflateRaw, inflateRawSync } from 'node:zlib'
import { decodePrefix } from './decode-prefix.js'
import { opensWithRecord, type RecordGrammar } from './record-grammar.js'

/** Bytes of CRC-32 and ISIZE after the deflate data. */
export const TRAILER_BYTES = 8
const FIXED_HEADER_BYTES = 10
const MAX_FIELD_BYTES = 64 * 1024
const MAGIC = Buffer.from([0x1f, 0x8b, 0x08])
const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16
const RESERVED = 0xe0

/** Length of the gzip header at `at` (RFC 1952 §2.3), each of its fields at most 64 KiB. */
export function gzipHeaderLength(bytes: Buffer, at: number): number | 'more' | 'no' {
  const have = Math.min(MAGIC.length, bytes.length - at)
  for (let i = 0; i < have; i++) if (bytes[at + i] !== MAGIC[i]) return 'no'
  if (bytes.length - at < FIXED_HEADER_BYTES) return 'more'
  const flags = bytes.readUInt8(at + 3)
  if ((flags & RESERVED) !== 0) return 'no'
  let end = at + FIXED_HEADER_BYTES
  if ((flags & FEXTRA) !== 0) {
    if (end + 2 > bytes.length) return 'more'
    end += 2 + bytes.readUInt16LE(end)
  }
  for (const field of [FNAME, FCOMMENT]) {
    if ((flags & field) === 0) continue
    const zero = end < bytes.length ? bytes.indexOf(0, end) : -1
    if (zero - end > MAX_FIELD_BYTES) return 'no'
    if (zero < 0) return bytes.length - end > MAX_FIELD_BYTES ? 'no' : 'more'
    end = zero + 1
  }
  if ((flags & FHCRC) !== 0) end += 2
  return end > bytes.length ? 'more' : end - at
}

/** What a damaged member gives all the same. `cost` is the input inflated to find out, in bytes. */
export interface Salvage {
  readonly output: Buffer
  readonly cost: number
}

/** A member inflated in one go, or why it was not. `used` is its length in bytes, header and trailer included. */
export type WholeMember =
  | { readonly status: 'sound'; readonly used: number; readonly output: Buffer }
  | { readonly status: 'more' }
  | { readonly status: 'too_large' }
  | { readonly status: 'not_a_member' }
  | { readonly status: 'damaged'; readonly detail: string; readonly salvage: () => Salvage }

/** Inflates the member at `at` of `bytes`, which may go on with anything; CRC-32 and size are checked. */
export function inflateMember(bytes: Buffer, at: number, maxOutput: number): WholeMember {
  const header = gzipHeaderLength(bytes, at)
  if (header === 'no') return { status: 'not_a_member' }
  if (header === 'more') return { status: 'more' }
  const data = bytes.subarray(at + header)
  try {
    const { output, consumed } = inflate(data, maxOutput, constants.Z_FINISH)
    if (consumed + TRAILER_BYTES > data.length) return { status: 'more' }
    const detail = trailerFault(data, consumed, crc32(output), output.length)
    if (detail !== null) return { status: 'damaged', detail, salvage: () => ({ output, cost: consumed }) }
    return { status: 'sound', used: header + consumed + TRAILER_BYTES, output }
  } catch (error) {
    const code = zlibCode(error)
    if (code === 'Z_BUF_ERROR') return { status: 'more' }
    if (code === 'ERR_BUFFER_TOO_LARGE') return { status: 'too_large' }
    return {
      status: 'damaged',
      detail: code,
      salvage: () => salvage(data, maxOutput),
    }
  }
}

/** What is wrong with the trailer at `at`, given what the data really has; null if nothing. */
export function trailerFault(bytes: Buffer, at: number, crc: number, size: number): string | null {
  const wantedCrc = bytes.readUInt32LE(at)
  if (wantedCrc !== crc) return `Expected ${wantedCrc} for CRC-32, got ${crc}`
  const wantedSize = bytes.readUInt32LE(at + 4)
  return wantedSize === size % 2 ** 32 ? null : `Expected ${wantedSize} for ISIZE, got ${size}`
}

/** The first bytes that the member at `at` inflates to: as many as are `enough`, or all. */
export function peekMember(
  bytes: Buffer,
  at: number,
  enough: (output: Buffer) => boolean,
): Buffer | 'more' | 'no' {
  const header = gzipHeaderLength(bytes, at)
  if (typeof header === 'string') return header
  const data = bytes.subarray(at + header)
  // Small slices first, so that damage further on does not hide a good start. 4 KiB hold any Huffman table.
  for (let size = 16; size <= 4096; size *= 2) {
    try {
      const { output, consumed } = inflate(
        data.subarray(0, size),
        Number.POSITIVE_INFINITY,
        constants.Z_SYNC_FLUSH,
      )
      if (enough(output) || consumed < Math.min(size, data.length)) return output
    } catch {
      return 'no'
    }
    if (size >= data.length) return 'more'
  }
  return 'no'
}

/**
 * The next place from `from` on that starts a member of an archive: one whose first bytes are a record's. If none is
 * found, `at` is where to go on when there are more bytes; `final` says that there are not.
 */
export function findMember(
  bytes: Buffer,
  from: number,
  final: boolean,
  grammar: RecordGrammar,
): { readonly at: number; readonly found: boolean } {
  for (let at = bytes.indexOf(MAGIC, from); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    const start = peekMember(bytes, at, (output) => opensWithRecord(output, grammar) !== 'unknown')
    if (start === 'more' && !final) return { at, found: false }
    if (typeof start !== 'string' && opensWithRecord(start, grammar) === 'yes') return { at, found: true }
  }
  return { at: Math.max(from, bytes.length - MAGIC.length + 1), found: false }
}

/** The code of a zlib error, such as `Z_DATA_ERROR`. Anything else is thrown on. */
export function zlibCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}

function inflate(data: Buffer, maxOutput: number, finishFlush: number): { output: Buffer; consumed: number } {
  const options = { info: true, chunkSize: 65536, finishFlush, maxOutputLength: Math.min(maxOutput, 2 ** 31) }
  // The types of Node know nothing of `info`, which zlib documents.
  const result = inflateRawSync(data, options) as unknown as { buffer: Buffer; engine: InflateRaw }
  return { output: result.buffer, consumed: result.engine.bytesWritten }
}

function salvage(data: Buffer, maxOutput: number): Salvage {
  const prefix = decodePrefix(data, (part) => inflate(part, maxOutput, constants.Z_SYNC_FLUSH).output)
  // Longer parts fail where the good one ends.
  return { output: prefix.output, cost: Math.ceil(Math.log2(data.length + 2)) * prefix.length }
}
