import { openProto, type ProtoReader } from './proto-reader.js'

/** Messages of onnx.proto on the way to external data: field number → message. */
const messages = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  function: { 7: 'node', 11: 'attribute' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 13: 'entry' },
  entry: {},
} as const satisfies Readonly<Record<string, Readonly<Record<number, string>>>>

type Kind = keyof typeof messages

interface Frame {
  readonly kind: Kind
  readonly end: number
  at: number
  key: string
  value: string
}

const deepest = 64
const longestText = 4096
const mostLocations = 10_000

/**
 * Names of all files that an ONNX file wants its weights from (`external_data` of its tensors, whatever their
 * `data_location`), each once, as they stand there. Reads heads of messages only. Throws an `Error` that says what it
 * found if the file is no protobuf message.
 */
export function onnxLocations(path: string): readonly string[] {
  const reader = openProto(path)
  const locations = new Set<string>()
  const stack: Frame[] = [{ kind: 'model', at: 0, end: reader.size, key: '', value: '' }]
  try {
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (frame.at < frame.end) {
        const inner = readField(reader, frame)
        if (inner !== undefined && stack.push(inner) > deepest) throw new Error(`messages ${deepest} deep`)
        continue
      }
      if (frame.kind === 'entry' && frame.key === 'location') locations.add(frame.value)
      if (locations.size > mostLocations) throw new Error(`more than ${mostLocations} files`)
      stack.pop()
    }
  } finally {
    reader.close()
  }
  return [...locations]
}

/** Moves `frame` behind its next field; returns the message in it if that is on the way. */
function readField(reader: ProtoReader, frame: Frame): Frame | undefined {
  const [tag, behindTag] = reader.varint(frame.at)
  const field = Math.floor(tag / 8)
  const [length, start] = extent(reader, tag % 8, behindTag)
  frame.at = start + length
  if (field === 0 || frame.at > frame.end) throw new Error(`a field ${field} that passes its message`)
  if (tag % 8 !== 2) return undefined
  if (frame.kind === 'entry' && (field === 1 || field === 2)) {
    if (length > longestText) throw new Error(`a text of ${length} bytes in external_data`)
    frame[field === 1 ? 'key' : 'value'] = reader.bytes(start, length).toString('utf8')
    return undefined
  }
  const kind = (messages[frame.kind] as Readonly<Record<number, Kind>>)[field]
  return kind && { kind, at: start, end: frame.at, key: '', value: '' }
}

/** Length and start of a value by its wire type. */
function extent(reader: ProtoReader, type: number, at: number): readonly [length: number, start: number] {
  switch (type) {
    case 0:
      return [0, reader.varint(at)[1]]
    case 1:
      return [8, at]
    case 2:
      return reader.varint(at)
    case 5:
      return [4, at]
    default:
      throw new Error(`a value of the wire type ${type}`)
  }
}
