import { DTYPE_BYTES, type Tensor, type Tensors } from './tensor.js'

export interface Safetensors {
  /** `__metadata__`: texts by name. */
  readonly metadata: Readonly<Record<string, string>>
  /** Views of the bytes that were given, in the order of their offsets. */
  readonly tensors: Tensors
}

const MAX_HEADER_BYTES = 2 ** 20
const MAX_RANK = 8

/**
 * Reads a whole safetensors file: u64 header length, JSON header, data without holes
 * (huggingface/safetensors, README.md, "Format"). Throws an Error that says what is wrong with it.
 */
export function readSafetensors(bytes: Buffer): Safetensors {
  if (bytes.length < 8) throw new Error(`Expected 8 bytes of header length, got ${bytes.length} bytes`)
  const length = bytes.readBigUInt64LE()
  if (length > BigInt(Math.min(MAX_HEADER_BYTES, bytes.length - 8)))
    throw new Error(
      `Expected a header of at most ${MAX_HEADER_BYTES} bytes within ${bytes.length}, got a length of ${length}`,
    )
  const end = 8 + Number(length)
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, end))
  const data = bytes.subarray(end)
  const found = Object.entries(entries)
    .map(([name, entry]) => readEntry(name, entry))
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
  let covered = 0
  const tensors = new Map<string, Tensor>()
  for (const { name, begin, end, ...tensor } of found) {
    if (begin !== covered || end > data.length)
      throw new Error(
        `Expected offsets from ${covered} within ${data.length} for ${show(name)}, got ${begin} to ${end}`,
      )
    tensors.set(name, { ...tensor, data: data.subarray(begin, end) })
    covered = end
  }
  if (covered !== data.length)
    throw new Error(`Expected ${covered} bytes of data as the header has it, got ${data.length}`)
  return { metadata: readMetadata(metadata), tensors }
}

function parseHeader(bytes: Buffer): Record<string, unknown> {
  const header: unknown = JSON.parse(bytes.toString('utf8'))
  if (!isRecord(header)) throw new Error('Expected a JSON object for the header, got another value')
  return header
}

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== 'string'))
    throw new Error('Expected texts for __metadata__, got other values')
  return value as Record<string, string>
}

function readEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {}
  const width =
    typeof dtype === 'string' && Object.hasOwn(DTYPE_BYTES, dtype) ? DTYPE_BYTES[dtype] : undefined
  if (typeof dtype !== 'string' || width === undefined)
    throw new Error(`Expected a known dtype for ${show(name)}, got ${show(dtype)}`)
  if (!isSizes(shape) || shape.length > MAX_RANK)
    throw new Error(`Expected at most ${MAX_RANK} sizes for the shape of ${show(name)}, got ${show(shape)}`)
  const [begin, end] = isSizes(offsets) && offsets.length === 2 ? offsets : []
  if (begin === undefined || end === undefined)
    throw new Error(`Expected two data_offsets for ${show(name)}, got ${show(offsets)}`)
  const size = shape.reduce((product, each) => product * each, width)
  if (end - begin !== size)
    throw new Error(`Expected ${size} bytes for ${dtype} [${shape}] of ${show(name)}, got ${begin} to ${end}`)
  return { name, dtype, shape, begin, end }
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function show(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100)
}
