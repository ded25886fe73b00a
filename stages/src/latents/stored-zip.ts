import { crc32 } from 'node:zlib'

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** 1980-01-01, the first day that there is: the same files give the same bytes. */
const FIRST_DAY = 0x21

/**
 * A zip archive of stored files with ASCII names (PKWARE APPNOTE 6.3.10, §4.3), as numpy.savez writes it but for zip64.
 * Throws a `RangeError` if it comes to 4 GiB.
 */
export function storedZip(files: readonly (readonly [name: string, bytes: Buffer])[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of files) {
    const shared = sharedFields(name, bytes)
    const local = Buffer.concat([uint32(LOCAL), shared, Buffer.from(name, 'latin1'), bytes])
    // Comment, disk, attributes: none. Then where the file begins.
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    centrals.push(uint32(CENTRAL), uint16(VERSION), shared, tail, Buffer.from(name, 'latin1'))
    locals.push(local)
    offset += local.length
    if (offset > 0xffff_ffff) throw new RangeError('Expected less than 4 GiB for a zip archive, got more')
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}

/** What stands in both headers of a file: from the version needed to the length of the extra field. */
function sharedFields(name: string, bytes: Buffer): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(VERSION, 0)
  fields.writeUInt16LE(FIRST_DAY, 8)
  fields.writeUInt32LE(crc32(bytes), 10)
  fields.writeUInt32LE(bytes.length, 14)
  fields.writeUInt32LE(bytes.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
