/** Encodes ONNX files for tests, from field numbers of onnx.proto, so that no other program is needed. */

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.from([...bytes, rest])
}

/** A field with a number. */
export const int = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)])

/** A field with bytes or a text. */
export function bytes(field: number, value: Buffer | string): Buffer {
  const body = Buffer.from(value)
  return Buffer.concat([varint(field * 8 + 2), varint(body.length), body])
}

/** A field with a message of these fields. */
export const message = (field: number, ...parts: readonly Buffer[]) => bytes(field, Buffer.concat(parts))

const FLOAT = 1
const elementTypes = { float32: FLOAT, int32: 6, int64: 7 } as const

export interface OnnxValue {
  readonly name: string
  readonly type: keyof typeof elementTypes
  /** A name for a dimension that is open. */
  readonly shape: readonly (number | string)[]
}

export interface OnnxNode {
  readonly op: string
  readonly inputs: readonly string[]
  readonly output: string
  readonly ints?: Readonly<Record<string, number | readonly number[]>>
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly nodes: readonly OnnxNode[]
  readonly weights: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly data: Float32Array | BigInt64Array
    /** A file beside the ONNX file that holds the data instead. */
    readonly location?: string
  }[]
}

/** An ONNX file of operator set 13. */
export function encodeOnnx({ inputs, outputs, nodes, weights }: OnnxGraph): Buffer {
  const graph = [
    ...nodes.map(encodeNode),
    bytes(2, 'graph'),
    ...weights.map(({ name, shape, data, location }) =>
      message(
        5,
        ...shape.map((size) => int(1, size)),
        int(2, data instanceof Float32Array ? FLOAT : elementTypes.int64),
        bytes(8, name),
        ...(location === undefined
          ? [bytes(9, Buffer.from(data.buffer))]
          : [message(13, bytes(1, 'location'), bytes(2, location)), int(14, 1)]),
      ),
    ),
    ...inputs.map((value) => encodeValue(11, value)),
    ...outputs.map((value) => encodeValue(12, value)),
  ]
  return Buffer.concat([int(1, 7), message(7, ...graph), message(8, bytes(1, ''), int(2, 13))])
}

function encodeNode({ op, inputs, output, ints = {} }: OnnxNode): Buffer {
  const attributes = Object.entries(ints).map(([name, value]) =>
    typeof value === 'number'
      ? message(5, bytes(1, name), int(3, value), int(20, 2))
      : message(5, bytes(1, name), ...value.map((each) => int(8, each)), int(20, 7)),
  )
  return message(1, ...inputs.map((name) => bytes(1, name)), bytes(2, output), bytes(4, op), ...attributes)
}

function encodeValue(field: number, { name, type, shape }: OnnxValue): Buffer {
  const dims = shape.map((dim) => message(1, typeof dim === 'number' ? int(1, dim) : bytes(2, dim)))
  return message(
    field,
    bytes(1, name),
    message(2, message(1, int(1, elementTypes[type]), message(2, ...dims))),
  )
}
