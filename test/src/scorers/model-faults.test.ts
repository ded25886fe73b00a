import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { imageGraph } from '@warc2dataset/stages/clip/model/test-model'
import { encodeOnnx, type OnnxGraph } from '@warc2dataset/stages/clip/model/test-onnx'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli, TRACE } from '../bad-input/run-cli.js'
import { SMALL_RECIPE, writeRecipe, writeSmallCrawl } from '../bad-input/small-crawl.js'
import { filesOf, tempFolder } from '../bad-input/temp-folder.js'
import { flipBit } from '../web/flip-bit.js'
import { writeColours } from './write-colours.js'

const at = tempFolder()
beforeAll(() => writeSmallCrawl(at()))

/** The image tower with its weights elsewhere: `location` is what the ONNX file says. */
function weightsAt(location: string): Buffer {
  return encodeOnnx({ ...imageGraph, weights: imageGraph.weights.map((each) => ({ ...each, location })) })
}

function changed(change: Partial<OnnxGraph>): Buffer {
  return encodeOnnx({ ...imageGraph, ...change })
}

interface Fault {
  readonly what: string
  readonly image?: Buffer
  readonly spoil?: (folder: string) => Promise<unknown>
  readonly says: RegExp
}

const FAULTS: readonly Fault[] = [
  {
    what: 'one bit of the image tower turned',
    spoil: (folder) => flipBit(join(folder, 'image.onnx'), 0.5),
    says: /image: Expected sha256 [0-9a-f]{64} for image\.onnx, got [0-9a-f]{64}/,
  },
  {
    what: 'one bit of the text tower turned',
    spoil: (folder) => flipBit(join(folder, 'text.onnx'), 0.9),
    says: /text: Expected sha256 [0-9a-f]{64} for text\.onnx, got [0-9a-f]{64}/,
  },
  {
    what: 'half of a file',
    spoil: async (folder) => truncate(join(folder, 'text.onnx'), 200),
    says: /text: Expected sha256 [0-9a-f]{64} for text\.onnx, got [0-9a-f]{64}/,
  },
  {
    what: 'a file missing',
    spoil: (folder) => rm(join(folder, 'vocabulary.txt')),
    says: /vocabulary.*vocabulary\.txt, got/,
  },
  {
    what: 'weights in a file of the system',
    image: weightsAt('../../../../../../etc/passwd'),
    says: /image: .*inside the model folder, got "\.\.\/\.\.\/\.\.\/\.\.\/\.\.\/\.\.\/etc\/passwd"/,
  },
  {
    what: 'weights in a file that the manifest does not list',
    image: weightsAt('weights.bin'),
    says: /image\.data: Expected .* got none for "weights\.bin"/,
  },
  {
    what: 'an input of another name',
    image: changed({
      inputs: [{ name: 'picture', type: 'float32', shape: ['batch', 3, 8, 8] }],
      nodes: [
        { op: 'ReduceMean', inputs: ['picture'], output: 'colour', ints: { axes: [2, 3], keepdims: 0 } },
        { op: 'MatMul', inputs: ['colour', 'weights'], output: 'image' },
      ],
    }),
    says: /image\.input: Expected .*pixels.*got.*picture/,
  },
  {
    what: 'embeddings of another length',
    image: changed({
      outputs: [{ name: 'image', type: 'float32', shape: ['batch', 5] }],
      weights: [{ name: 'weights', shape: [3, 5], data: new Float32Array(15).fill(0.5) }],
    }),
    says: /image\.output: Expected .*\[batch, 4\].*got.*5/,
  },
  {
    what: 'NaN for every picture',
    image: changed({
      weights: [{ name: 'weights', shape: [3, 4], data: new Float32Array(12).fill(Number.NaN) }],
    }),
    says: /image: Expected finite numbers from image\.onnx, got NaN/,
  },
  {
    what: 'an infinity for every picture',
    image: changed({
      weights: [
        { name: 'weights', shape: [3, 4], data: new Float32Array(12).fill(Number.POSITIVE_INFINITY) },
      ],
    }),
    says: /image: Expected finite numbers from image\.onnx, got (-?Infinity|NaN)/,
  },
  {
    what: 'a manifest with a field that no manifest has',
    spoil: async (folder) => {
      const path = join(folder, 'manifest.json')
      const manifest = JSON.parse(await readFile(path, 'utf8')) as object
      await writeFile(path, JSON.stringify({ ...manifest, treshold: 0.3 }))
    },
    says: /treshold/,
  },
]

describe('a model with a fault is refused before any work', () => {
  it.each(FAULTS)('$what', async ({ what, image, spoil, says }) => {
    const folder = at(what.replaceAll(' ', '-'))
    const manifest = writeColours(join(folder, 'model'), image === undefined ? {} : { image })
    await spoil?.(dirname(manifest))
    await writeRecipe(at('faulty.json'), { ...SMALL_RECIPE, score: { models: [`file:${manifest}`] } })
    const args = ['run', at('faulty.json'), '--out', join(folder, 'out'), '--provider', 'cpu']
    const { code, stderr } = await runCli(args)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(TRACE)
    expect(code).toBe(5)
    expect(await filesOf(join(folder, 'out'))).toBeNull()
  })

  it('and without a fault it scores', async () => {
    const manifest = writeColours(at('sound'))
    await writeRecipe(at('sound.json'), { ...SMALL_RECIPE, score: { models: [`file:${manifest}`] } })
    const { code, stderr } = await runCli(['run', at('sound.json'), '--out', at('out'), '--provider', 'cpu'])
    expect(code, stderr).toBe(0)
    expect(await filesOf(at('out', 'scored', 'colours'))).not.toBeNull()
  })
})
