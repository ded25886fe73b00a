import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundledModel } from '@warc2dataset/stages/clip/model/load-model'
import {
  imageGraph,
  type TestModel,
  testWeights,
  textGraph,
  writeModel,
} from '@warc2dataset/stages/clip/model/test-model'
import { encodeOnnx, type OnnxGraph } from '@warc2dataset/stages/clip/model/test-onnx'

const CONTEXT = 32
const DIM = 4

/** The words that the toy model knows, in the order of their ids. */
export function toyWords(): readonly string[] {
  const path = join(dirname(bundledModel()), 'vocabulary.txt')
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}

export interface ColoursOptions {
  /** Every number in the row of a word: what a broken export has there. */
  readonly spoilt?: Readonly<Record<string, number>>
  readonly image?: Buffer
}

/**
 * A second scorer that has nothing to do with the toy model but its words: the mean colour of a picture against a mean
 * over words, 4 numbers each. Returns the path of its manifest.
 */
export function writeColours(folder: string, { spoilt = {}, image }: ColoursOptions = {}): string {
  const words = toyWords()
  const table = testWeights(words.length, DIM)
  table.fill(0, 0, DIM)
  for (const [word, value] of Object.entries(spoilt)) {
    const at = words.indexOf(word)
    if (at < 0) throw new RangeError(`Expected a word of the toy model, got ${word}`)
    table.fill(value, at * DIM, (at + 1) * DIM)
  }
  const text: OnnxGraph = {
    ...textGraph,
    inputs: [{ name: 'ids', type: 'int64', shape: ['batch', CONTEXT] }],
    weights: [{ name: 'table', shape: [words.length, DIM], data: table }],
  }
  const model: TestModel = {
    words,
    image: image ?? encodeOnnx(imageGraph),
    text: encodeOnnx(text),
    change: (manifest) => {
      Object.assign(manifest, { name: 'colours', id: 'mean-colour-test' })
      manifest.text['context'] = CONTEXT
    },
  }
  return writeModel(folder, model)
}
