import { join } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import type { ClipModel } from '@warc2dataset/stages/clip/model/load-model'
import { openProto, type ProtoReader } from '@warc2dataset/stages/clip/model/proto-reader'

export type Precision = 'fp32' | 'fp16'

/** Largest difference of a cosine that passes, by the weights of the model. */
export const EPSILONS: Readonly<Record<Precision, number>> = { fp32: 1e-5, fp16: 3e-3 }

/** TensorProto.DataType of onnx.proto. */
const FLOAT = 1
const FLOAT16 = 10
const BFLOAT16 = 16
const QUANTIZED = [2, 3, 4, 5, 17, 18, 19, 20, 21, 22]

/** What most weights of the coarser tower are. @throws RunError exit 5 where they are quantized: no ε is stated for that. */
export function precisionOf({ folder, manifest }: ClipModel): Precision {
  const towers = [manifest.image.file, manifest.text.file].map((file) => {
    const elements = elementsByType(join(folder, file))
    const sum = (types: readonly number[]): number =>
      types.reduce((total, type) => total + (elements.get(type) ?? 0), 0)
    const halves = sum([FLOAT16, BFLOAT16])
    if (sum(QUANTIZED) > halves + sum([FLOAT]))
      throw new RunError('model', `Expected fp32 or fp16 weights in ${file}, got quantized ones`)
    return halves > sum([FLOAT]) ? 'fp16' : 'fp32'
  })
  return towers.includes('fp16') ? 'fp16' : 'fp32'
}

/** Elements of the initializers of an ONNX file (graph = 7, initializer = 5, dims = 1, data_type = 2), by type. */
function elementsByType(path: string): ReadonlyMap<number, number> {
  const reader = openProto(path)
  const elements = new Map<number, number>()
  try {
    for (const graph of inside(reader, { start: 0, end: reader.size }, 7)) {
      for (const tensor of inside(reader, graph, 5)) {
        let size = 1
        let type = 0
        for (const { field, wire, value, start, end } of fieldsOf(reader, tensor)) {
          if (field === 2) type = value
          if (field === 1 && wire === 0) size *= value
          if (field === 1 && wire === 2) for (const dim of packed(reader, { start, end })) size *= dim
        }
        elements.set(type, (elements.get(type) ?? 0) + size)
      }
    }
  } finally {
    reader.close()
  }
  return elements
}

interface Extent {
  readonly start: number
  readonly end: number
}

interface Field extends Extent {
  readonly field: number
  readonly wire: number
  /** Of a varint; 0 else. */
  readonly value: number
}

function* fieldsOf(reader: ProtoReader, { start, end }: Extent): Generator<Field> {
  for (let at = start; at < end; ) {
    const [tag, behind] = reader.varint(at)
    const [field, wire] = [Math.floor(tag / 8), tag % 8]
    const [number, rest] = wire === 0 || wire === 2 ? reader.varint(behind) : [wire === 1 ? 8 : 4, behind]
    const next = wire === 0 ? rest : rest + number
    yield { field, wire, value: wire === 0 ? number : 0, start: rest, end: next }
    at = next
  }
}

function* inside(reader: ProtoReader, extent: Extent, field: number): Generator<Extent> {
  for (const found of fieldsOf(reader, extent)) if (found.field === field && found.wire === 2) yield found
}

function* packed(reader: ProtoReader, { start, end }: Extent): Generator<number> {
  for (let at = start; at < end; ) {
    const [value, behind] = reader.varint(at)
    yield value
    at = behind
  }
}
