import { readZip } from './read-zip.js'
import { DTYPE_BYTES, type Tensor, type Tensors } from './tensor.js'

const MAGIC = Buffer.from('\x93NUMPY\x01\x00', 'latin1')
const DTYPES: Readonly<Record<string, string>> = { '<f2': 'F16', '<f4': 'F32', '<f8': 'F64' }

/**
 * The arrays of a numpy .npz by name: floats of up to two dimensions, in either order. Throws an Error for any other
 * entry (pickled objects too, which are never read), or for more than `mostBytes` when unpacked.
 */
export function readNpz(bytes: Buffer, mostBytes: number): Tensors {
  const arrays = [...readZip(bytes, mostBytes)].map(([file, data]) => {
    if (!file.endsWith('.npy')) throw new Error(`Expected only .npy files, got ${file}`)
    return [file.slice(0, -'.npy'.length), readArray(data, file)] as const
  })
  return new Map(arrays)
}

/** A .npy file of version 1.0 (numpy.lib.format). */
function readArray(bytes: Buffer, name: string): Tensor {
  const begin = MAGIC.length + 2
  if (bytes.length < begin || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new Error(`Expected a .npy file of version 1.0 for ${name}, got ${show(bytes.subarray(0, 8))}`)
  const offset = begin + bytes.readUInt16LE(MAGIC.length)
  const header = bytes.subarray(begin, offset).toString('latin1')
  const pattern = /^\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\), \} *\n$/
  const [, descr = '', order, sizes = ''] = pattern.exec(header) ?? []
  const dtype = Object.hasOwn(DTYPES, descr) ? DTYPES[descr] : undefined
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  if (dtype === undefined || shape.length > 2)
    throw new Error(`Expected <f2, <f4 or <f8 of up to two dimensions for ${name}, got ${show(header)}`)
  const data = bytes.subarray(offset)
  const size = shape.reduce((product, each) => product * each, DTYPE_BYTES[dtype] ?? 0)
  if (data.length !== size) throw new Error(`Expected ${size} bytes for ${name}, got ${data.length}`)
  const tensor = { dtype, shape, data }
  return order === 'True' && shape.length === 2 ? rowsFirst(tensor) : tensor
}

/** Columns one after the other (Fortran's order, of a transposed array) to rows one after the other. */
function rowsFirst({ dtype, shape, data }: Tensor): Tensor {
  const [rows = 0, columns = 0] = shape
  const width = DTYPE_BYTES[dtype] ?? 0
  const turned = Buffer.alloc(data.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (column * rows + row) * width
      data.copy(turned, (row * columns + column) * width, from, from + width)
    }
  }
  return { dtype, shape, data: turned }
}

function show(value: Buffer | string): string {
  return JSON.stringify(value.toString('latin1').slice(0, 100))
}
