import '../clip/model/silent-runtime.js'
import { join } from 'node:path'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { fixedBatch, openSession, type TowerOptions } from '../clip/model/open-tower.js'
import type { Vae } from './load-vae.js'

export type GraphName = 'encoder' | 'decoder'

/** One ONNX file of a VAE, open. `run` blocks the event loop of its thread for as long as it computes. */
export interface Graph {
  /** What the file says of itself; compared with the manifest by `graphProblems`. */
  readonly session: InferenceSession
  /**
   * Pictures of `width` × `height` px in (encoder) or out (decoder), as [rows, 3, height, width]; latents out or in, as
   * [rows, channels, height / factor, width / factor], the mean where the file gives moments. Rejects if the runtime
   * does, or if the output has another shape.
   */
  readonly run: (input: Float32Array, rows: number, width: number, height: number) => Promise<Float32Array>
  readonly close: () => Promise<void>
}

/** Opens a file of the VAE as the provider runs it and no other. Rejects if the manifest has no such file. */
export async function openGraph(vae: Vae, name: GraphName, options: TowerOptions): Promise<Graph> {
  const graph = vae.manifest[name]
  if (graph === null) throw new Error(`Expected a decoder in ${vae.manifestPath}, got null`)
  const { input, output } = graph
  const session = await openSession(join(vae.folder, graph.file), options)
  const runAtOnce: Graph['run'] = async (data, rows, width, height) => {
    const { given, expected } = shapes(vae, name, rows, width, height)
    const result = (await session.run({ [input]: new Tensor('float32', data, given) }, [output]))[output]
    const shape = `${result?.type} [${result?.dims.join(', ')}]`
    if (!(result?.data instanceof Float32Array) || shape !== `float32 [${expected.join(', ')}]`) {
      throw new Error(`Expected float32 [${expected.join(', ')}] for ${output}, got ${shape}`)
    }
    const hasMoments = name === 'encoder' && vae.manifest.encoder.output_kind === 'moments'
    return hasMoments ? meansOf(result.data, rows) : result.data
  }
  const fixed = fixedBatch(session, input)
  const run = fixed === null ? runAtOnce : inParts(runAtOnce, fixed)
  return { session, run, close: () => session.release() }
}

function shapes({ manifest }: Vae, name: GraphName, rows: number, width: number, height: number) {
  const { channels, factor, encoder } = manifest
  const picture = [rows, 3, height, width]
  const latent = (depth: number) => [rows, depth, height / factor, width / factor]
  if (name === 'decoder') return { given: latent(channels), expected: picture }
  return { given: picture, expected: latent(encoder.output_kind === 'moments' ? 2 * channels : channels) }
}

/** The first half of the channels of each row. */
function meansOf(moments: Float32Array, rows: number): Float32Array {
  const width = moments.length / rows
  const means = new Float32Array(moments.length / 2)
  for (let row = 0; row < rows; row++)
    means.set(moments.subarray(row * width, (row + 0.5) * width), (row * width) / 2)
  return means
}

/** Runs `size` rows at a time, the last ones filled up with zeros: for a file exported with a fixed batch. */
function inParts(run: Graph['run'], size: number): Graph['run'] {
  return async (data, rows, width, height) => {
    const given = data.length / rows
    const parts: Float32Array[] = []
    for (let row = 0; row < rows; row += size) {
      const here = Math.min(size, rows - row)
      const part = new Float32Array(size * given)
      part.set(data.subarray(row * given, (row + here) * given))
      const got = await run(part, size, width, height)
      parts.push(got.subarray(0, (here * got.length) / size))
    }
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }
}
