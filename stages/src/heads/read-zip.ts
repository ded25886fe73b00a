import { crc32, inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const STORED = 0
const DEFLATED = 8
const MAX_ENTRIES = 1000

/**
 * The files of a zip archive by name, in its order: stored or deflated, not encrypted, no zip64 (PKWARE APPNOTE 6.3.10,
 * §4.3). Throws an Error for another file, or if they come to more than `mostBytes`, before that much is unpacked.
 */
export function readZip(bytes: Buffer, mostBytes: number): ReadonlyMap<string, Buffer> {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > MAX_ENTRIES) throw new Error(`Expected at most ${MAX_ENTRIES} files, got ${count}`)
  const files = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  let left = mostBytes
  for (let i = 0; i < count; i++) {
    const entry = readEntry(bytes, at)
    if (files.has(entry.name)) throw new Error(`Expected each name once, got ${entry.name} again`)
    left -= entry.size
    if (left < 0) throw new Error(`Expected at most ${mostBytes} bytes when unpacked, got more`)
    files.set(entry.name, unpack(bytes, entry))
    at = entry.next
  }
  return files
}

/** The end record stands at the end, before a comment of up to 65,535 bytes whose length it tells. */
function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_BYTES - 0xffff)
  for (let at = bytes.length - END_BYTES; at >= first; at--) {
    if (bytes.readUInt32LE(at) === END && at + END_BYTES + bytes.readUInt16LE(at + 20) === bytes.length)
      return at
  }
  throw new Error('Expected the end record of a zip archive, got none')
}

interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly local: number
  readonly next: number
}

function readEntry(bytes: Buffer, at: number): Entry {
  expectRecord(bytes, at, CENTRAL_BYTES, CENTRAL)
  const nameEnd = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28)
  return {
    name: bytes.subarray(at + CENTRAL_BYTES, nameEnd).toString('utf8'),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    local: bytes.readUInt32LE(at + 42),
    next: nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32),
  }
}

function unpack(bytes: Buffer, { name, flags, method, crc, packed, size, local }: Entry): Buffer {
  if ((flags & 1) === 1) throw new Error(`Expected no encryption of ${name}, got some`)
  expectRecord(bytes, local, LOCAL_BYTES, LOCAL)
  // The local record may have other extra fields: numpy reserves room for zip64 there.
  const begin = local + LOCAL_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const data = bytes.subarray(begin, begin + packed)
  if (data.length !== packed) throw new Error(`Expected ${packed} bytes for ${name}, got ${data.length}`)
  const unpacked = inflate(name, method, data, size)
  if (unpacked.length !== size)
    throw new Error(`Expected ${size} unpacked bytes for ${name}, got ${unpacked.length}`)
  if (crc32(unpacked) !== crc) throw new Error(`Expected the CRC-32 of ${name} to fit, got another`)
  return unpacked
}

function inflate(name: string, method: number, data: Buffer, size: number): Buffer {
  if (method === STORED) return data
  if (method === DEFLATED) return inflateRawSync(data, { maxOutputLength: Math.max(1, size) })
  throw new Error(`Expected ${name} stored or deflated, got method ${method}`)
}

function expectRecord(bytes: Buffer, at: number, length: number, signature: number): void {
  if (at + length > bytes.length || bytes.readUInt32LE(at) !== signature)
    throw new Error(`Expected a record of a zip archive at ${at}, got none`)
}
