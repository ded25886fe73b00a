import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeOnnx, type OnnxGraph } from '../clip/model/test-onnx.js'

const factor = 8
const picture = ['batch', 3, 'height', 'width']
const latent = (channels: number) => ['batch', channels, 'rows', 'columns']
const pool = { kernel_shape: [factor, factor], strides: [factor, factor] }

/** The mean colour of each square of 8 pixels. */
export const meanGraph: OnnxGraph = {
  inputs: [{ name: 'sample', type: 'float32', shape: picture }],
  outputs: [{ name: 'latent', type: 'float32', shape: latent(3) }],
  nodes: [{ op: 'AveragePool', inputs: ['sample'], output: 'latent', ints: pool }],
  weights: [],
}

/** The means, and behind them a variance that nobody wants. */
export const momentsGraph: OnnxGraph = {
  ...meanGraph,
  outputs: [{ name: 'latent', type: 'float32', shape: latent(6) }],
  nodes: [
    { op: 'AveragePool', inputs: ['sample'], output: 'means', ints: pool },
    { op: 'Exp', inputs: ['means'], output: 'variances' },
    { op: 'Concat', inputs: ['means', 'variances'], output: 'latent', ints: { axis: 1 } },
  ],
}

/** 1, but NaN where a square is black (0 in the range 0..1). */
export const nanGraph: OnnxGraph = {
  ...meanGraph,
  nodes: [
    { op: 'AveragePool', inputs: ['sample'], output: 'means', ints: pool },
    { op: 'Div', inputs: ['means', 'means'], output: 'latent' },
  ],
}

/** Squares of 8 pixels of the colours that `meanGraph` gives. */
export const decoderGraph: OnnxGraph = {
  inputs: [{ name: 'latent', type: 'float32', shape: latent(3) }],
  outputs: [{ name: 'sample', type: 'float32', shape: picture }],
  nodes: [
    {
      op: 'ConvTranspose',
      inputs: ['latent', 'ones'],
      output: 'sample',
      ints: { ...pool, group: 3 },
    },
  ],
  weights: [
    { name: 'ones', shape: [3, 1, factor, factor], data: new Float32Array(3 * factor * factor).fill(1) },
  ],
}

/** A manifest to change in a test; the hashes are of the files that `writeVae` writes. */
export interface TestVaeManifest {
  [field: string]: unknown
  encoder: Record<string, unknown>
  decoder: Record<string, unknown> | null
}

export interface TestVae {
  readonly encoder?: OnnxGraph
  readonly decoder?: OnnxGraph
  readonly change?: (manifest: TestVaeManifest) => void
}

/** Writes a VAE of a kilobyte into `folder`; returns the path of its manifest. */
export function writeVae(folder: string, vae: TestVae = {}): string {
  mkdirSync(folder, { recursive: true })
  const write = (file: string, graph: OnnxGraph) => {
    const data = encodeOnnx(graph)
    writeFileSync(join(folder, file), data)
    return { file, sha256: createHash('sha256').update(data).digest('hex'), range: '-1..1' }
  }
  const encoder = write('encoder.onnx', vae.encoder ?? momentsGraph)
  const manifest: TestVaeManifest = {
    version: 1,
    name: 'squares',
    id: 'squares-test',
    license: 'MIT',
    family: 'sd',
    encoder: { ...encoder, input: 'sample', output: 'latent', output_kind: 'moments' },
    decoder: { ...write('decoder.onnx', vae.decoder ?? decoderGraph), input: 'latent', output: 'sample' },
    channels: 3,
    factor,
    scaling_factor: 0.5,
    shift_factor: 0.25,
    scaled: false,
    multiple_of: 16,
  }
  vae.change?.(manifest)
  const path = join(folder, 'manifest.json')
  writeFileSync(path, JSON.stringify(manifest))
  return path
}
