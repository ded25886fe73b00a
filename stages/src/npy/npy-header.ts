/** Number types of a .npy file that we write or read. */
export type NpyType = '<f2' | '<f4'

const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1')

/** Bytes before the data: fixed, so that the count of rows can be written at the end. */
export const headerBytes = 128

/** Header of version 1.0 of a [rows, columns] array in C order, padded as numpy does. */
export function encodeHeader(type: NpyType, rows: number, columns: number): Buffer {
  return encodeArrayHeader(type, [rows, columns])
}

/** As `encodeHeader`, for an array of one to four dimensions, and for integers and doubles, too. */
export function encodeArrayHeader(type: NpyType | '<f8' | '<i8', shape: readonly number[]): Buffer {
  // A tuple of one has its comma in Python, too.
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sides}), }`
  const length = headerBytes - magic.length - 2
  const size = Buffer.alloc(2)
  size.writeUInt16LE(length)
  return Buffer.concat([magic, size, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')])
}

export interface NpyShape {
  readonly type: NpyType
  readonly rows: number
  readonly columns: number
  /** Where the data begins. */
  readonly offset: number
}

/** Reads the header from the first bytes of a file. Throws if it is not of version 1.0, or of another kind of array. */
export function decodeHeader(start: Buffer): NpyShape {
  const begin = magic.length + 2
  if (start.length < begin || !start.subarray(0, magic.length).equals(magic)) {
    throw new Error(`Expected a .npy file of version 1.0, got ${start.subarray(0, 8).toString('hex')}`)
  }
  const offset = begin + start.readUInt16LE(magic.length)
  const text = start.subarray(begin, offset).toString('latin1')
  const pattern =
    /^\{'descr': '(<f[24])', 'fortran_order': False, 'shape': \((\d{1,15}), (\d{1,15})\), \} *\n$/
  const [, type, rows, columns] = pattern.exec(text) ?? []
  if (type === undefined)
    throw new Error(`Expected float rows in C order for a .npy file, got ${text.trim()}`)
  return { type: type as NpyType, rows: Number(rows), columns: Number(columns), offset }
}
