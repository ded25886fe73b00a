import { fromHalf } from '../npy/half.js'

/** An array of numbers as a file holds it: little endian, C order. */
export interface Tensor {
  /** In safetensors' words: F32, I64 … */
  readonly dtype: string
  /** Rows before columns; [] is one number. */
  readonly shape: readonly number[]
  readonly data: Buffer
}

/** By name, in the order of the file. */
export type Tensors = ReadonlyMap<string, Tensor>

/** Bytes per number of the dtypes that can stand in a file. Only the floats among them can be weights. */
export const DTYPE_BYTES: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E5M2: 1, F8_E4M3: 1, I16: 2, U16: 2, F16: 2, BF16: 2 },
  ...{ I32: 4, U32: 4, F32: 4, F64: 8, I64: 8, U64: 8 },
}

const READERS: Readonly<Record<string, (data: Buffer, at: number) => number>> = {
  F64: (data, at) => data.readDoubleLE(at),
  F32: (data, at) => data.readFloatLE(at),
  F16: (data, at) => fromHalf(data.readUInt16LE(at)),
}

/** Its numbers, exact; null for a dtype other than F64, F32 and F16. */
export function tensorNumbers({ dtype, data }: Tensor): Float64Array | null {
  const read = Object.hasOwn(READERS, dtype) ? READERS[dtype] : undefined
  const width = DTYPE_BYTES[dtype]
  if (read === undefined || width === undefined) return null
  return Float64Array.from({ length: data.length / width }, (_, i) => read(data, i * width))
}

/** A tensor of float32: each number rounded to the nearest. */
export function float32Tensor(shape: readonly number[], numbers: ArrayLike<number>): Tensor {
  const data = Buffer.alloc(numbers.length * 4)
  for (let i = 0; i < numbers.length; i++) data.writeFloatLE(numbers[i] as number, i * 4)
  return { dtype: 'F32', shape, data }
}
