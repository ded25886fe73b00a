import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { OnnxGraph } from '../clip/model/test-onnx.js'
import { checkVae, probeVae } from './check-vae.js'
import { loadVae } from './load-vae.js'
import { decoderGraph, meanGraph, momentsGraph, nanGraph, type TestVae, writeVae } from './test-vae.js'

const root = mkdtempSync(join(tmpdir(), 'vae-'))
let count = 0
afterAll(() => rmSync(root, { recursive: true }))

const folder = () => join(root, `vae-${count++}`)
const problemOf = async (vae: TestVae) =>
  loadVae(writeVae(folder(), vae))
    .then(checkVae)
    .then(() => 'none', String)
const kind = (output_kind: string): Pick<TestVae, 'change'> => ({
  change: ({ encoder }) => void Object.assign(encoder, { output_kind }),
})
const fixed = (graph: OnnxGraph, at: number, size: number): OnnxGraph => ({
  ...graph,
  inputs: graph.inputs.map((input) => ({
    ...input,
    shape: input.shape.map((dim, i) => (i === at ? size : dim)),
  })),
})

test('good ones pass, and run on the CPU', async () => {
  expect(await problemOf({})).toBe('none')
  expect(await problemOf({ encoder: meanGraph, ...kind('mean') })).toBe('none')
  expect(await problemOf({ encoder: fixed(momentsGraph, 0, 1) })).toBe('none')
  expect(await problemOf({ change: (manifest) => Object.assign(manifest, { decoder: null }) })).toBe('none')
  const vae = await loadVae(writeVae(folder()))
  expect(await probeVae(vae, 'cpu')).toMatchObject({ provider: 'cpu' })
})

test('all problems of a manifest at once', async () => {
  const path = writeVae(folder(), {
    change: (manifest) => {
      Object.assign(manifest, { channels: 0, multiple_of: 12, family: 'sd4' })
      manifest.encoder['file'] = '../encoder.onnx'
    },
  })
  await expect(loadVae(path)).rejects.toMatchObject({
    exit: 'model',
    message: expect.stringMatching(/, family: .*\n.*, encoder\.file: .*\n.*, channels: /),
  })
  const other = writeVae(folder(), { change: (manifest) => Object.assign(manifest, { multiple_of: 12 }) })
  await expect(loadVae(other)).rejects.toThrow(/, multiple_of: Expected a multiple of factor/)
})

describe('what the files are not', () => {
  test.each<[string, TestVae, RegExp]>([
    [
      'of the kind',
      kind('mean'),
      /encoder\.output: Expected float32 \[batch, 3, .*\] for latent of encoder\.onnx, got float32 \[batch, 6/,
    ],
    [
      'of the factor',
      { change: (manifest) => Object.assign(manifest, { factor: 16 }) },
      /encoder: encoder\.onnx: Expected float32 \[2, 6, 2, 4\] for latent, got float32 \[2, 6, 4, 8\]/,
    ],
    [
      'of any size',
      { encoder: fixed(momentsGraph, 2, 64) },
      /encoder\.input: Expected float32 \[batch, 3, height, width\] .* got float32 \[batch, 3, 64, width\]/,
    ],
    [
      'of the input',
      { change: ({ decoder }) => void Object.assign(decoder ?? {}, { input: 'z' }) },
      /decoder\.input: Expected z as the only input of decoder\.onnx, got latent/,
    ],
    [
      'finite',
      {
        encoder: {
          ...nanGraph,
          nodes: [
            { op: 'Sub', inputs: ['sample', 'sample'], output: 'zero' },
            { op: 'Div', inputs: ['zero', 'zero'], output: 'nan' },
            {
              op: 'AveragePool',
              inputs: ['nan'],
              output: 'latent',
              ints: { kernel_shape: [8, 8], strides: [8, 8] },
            },
          ],
        },
        ...kind('mean'),
      },
      /encoder: Expected numbers that a float16 holds from encoder\.onnx, got NaN/,
    ],
    [
      'the ones of the hashes',
      { change: ({ encoder }) => void Object.assign(encoder, { sha256: '0'.repeat(64) }) },
      /encoder: Expected sha256 0{64} for encoder\.onnx, got/,
    ],
    [
      'alone',
      {
        decoder: {
          ...decoderGraph,
          weights: decoderGraph.weights.map((each) => ({ ...each, location: 'more.bin' })),
        },
      },
      /decoder\.data: Expected each file of weights that decoder\.onnx names, got none for "more\.bin"/,
    ],
  ])('%s', async (_, vae, problem) => {
    expect(await problemOf(vae)).toMatch(problem)
  })
})

test('a file that takes its process down', async () => {
  const childScript = join(root, 'child.mjs')
  writeFileSync(childScript, `process.on('message', () => process.abort())`)
  const vae = await loadVae(writeVae(folder()))
  const message = expect.stringMatching(/VAE squares-test .*encoder: encoder\.onnx: .* with SIGABRT/)
  await expect(checkVae(vae, { childScript })).rejects.toMatchObject({ exit: 'model', message })
})
