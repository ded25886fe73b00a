import type { Tensors } from './tensor.js'

/**
 * A safetensors file (huggingface/safetensors, README.md, "Format"): tensors in their order, the header padded with
 * spaces so that the data begins at a multiple of 8. The same arguments give the same bytes.
 */
export function writeSafetensors(tensors: Tensors, metadata: Readonly<Record<string, string>>): Buffer {
  let at = 0
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => {
    const begin = at
    at += data.length
    return [name, { dtype, shape, data_offsets: [begin, at] }] as const
  })
  const header = Buffer.from(JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...entries])))
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded, ...[...tensors.values()].map(({ data }) => data)])
}
