import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeOnnx, type OnnxGraph } from './test-onnx.js'

export const testWords = ['<pad>', '<unk>', 'red', 'green', 'blue', 'a', 'nan', 'nothing']

const size = 8
const context = 6
const dim = 4

/** [rows, columns] floats by formula, of both signs. */
export function testWeights(rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(1 + i * 1.7))
}

/** The mean colour of a picture, times a matrix. */
export const imageGraph: OnnxGraph = {
  inputs: [{ name: 'pixels', type: 'float32', shape: ['batch', 3, size, size] }],
  outputs: [{ name: 'image', type: 'float32', shape: ['batch', dim] }],
  nodes: [
    { op: 'ReduceMean', inputs: ['pixels'], output: 'colour', ints: { axes: [2, 3], keepdims: 0 } },
    { op: 'MatMul', inputs: ['colour', 'weights'], output: 'image' },
  ],
  weights: [{ name: 'weights', shape: [3, dim], data: testWeights(3, dim) }],
}

function textTable(): Float32Array {
  const table = testWeights(testWords.length, dim)
  table.fill(0, 0, dim)
  table.fill(Number.NaN, 6 * dim, 7 * dim)
  table.fill(0, 7 * dim)
  return table
}

/** The mean of the rows of the words. `nan` has a row of NaN, `nothing` and the padding of 0. */
export const textGraph: OnnxGraph = {
  inputs: [{ name: 'ids', type: 'int64', shape: ['batch', context] }],
  outputs: [{ name: 'text', type: 'float32', shape: ['batch', dim] }],
  nodes: [
    { op: 'Gather', inputs: ['table', 'ids'], output: 'rows', ints: { axis: 0 } },
    { op: 'ReduceMean', inputs: ['rows'], output: 'text', ints: { axes: [1], keepdims: 0 } },
  ],
  weights: [{ name: 'table', shape: [testWords.length, dim], data: textTable() }],
}

/** As `textGraph`, but the sum of the rows whose `mask` is 1. */
export const maskedGraph: OnnxGraph = {
  ...textGraph,
  inputs: [...textGraph.inputs, { name: 'mask', type: 'int64', shape: ['batch', context] }],
  nodes: [
    { op: 'Gather', inputs: ['table', 'ids'], output: 'rows', ints: { axis: 0 } },
    { op: 'Cast', inputs: ['mask'], output: 'ones', ints: { to: 1 } },
    { op: 'Unsqueeze', inputs: ['ones', 'axis'], output: 'column' },
    { op: 'Mul', inputs: ['rows', 'column'], output: 'masked' },
    { op: 'ReduceSum', inputs: ['masked', 'middle'], output: 'text', ints: { keepdims: 0 } },
  ],
  weights: [
    ...textGraph.weights,
    { name: 'axis', shape: [1], data: BigInt64Array.of(2n) },
    { name: 'middle', shape: [1], data: BigInt64Array.of(1n) },
  ],
}

/** A manifest to change in a test; the hashes are of the files that `writeModel` writes. */
export interface TestManifest {
  [field: string]: unknown
  image: Record<string, unknown>
  text: Record<string, unknown>
}

export interface TestModel {
  readonly image?: Buffer
  readonly text?: Buffer
  readonly words?: readonly string[]
  readonly change?: (manifest: TestManifest) => void
}

/** Writes a model of some kilobytes into `folder`; returns the path of its manifest. */
export function writeModel(folder: string, model: TestModel = {}): string {
  mkdirSync(folder, { recursive: true })
  const write = (file: string, data: Buffer) => {
    writeFileSync(join(folder, file), data)
    return { file, sha256: createHash('sha256').update(data).digest('hex') }
  }
  const words = model.words ?? testWords
  const manifest: TestManifest = {
    version: 1,
    name: 'tiny',
    id: 'tiny-test',
    license: 'MIT',
    domain: 'tests',
    dim,
    similarity: { scale: null, bias: null },
    threshold: null,
    image: {
      ...write('image.onnx', model.image ?? encodeOnnx(imageGraph)),
      input: 'pixels',
      output: 'image',
      size,
      resize: 'shortest',
      resample: 'bicubic',
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    text: {
      ...write('text.onnx', model.text ?? encodeOnnx(textGraph)),
      input: 'ids',
      output: 'text',
      context,
      id_type: 'int64',
      pad: 0,
      tokenizer: {
        kind: 'words',
        vocabulary: write('vocabulary.txt', Buffer.from(`${words.join('\n')}\n`)),
        unknown: 1,
        max_unknown: 0.5,
      },
    },
  }
  model.change?.(manifest)
  const path = join(folder, 'manifest.json')
  writeFileSync(path, JSON.stringify(manifest))
  return path
}
