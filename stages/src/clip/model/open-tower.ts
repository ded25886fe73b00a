import './silent-runtime.js'
import { join } from 'node:path'
import { env, InferenceSession, Tensor } from 'onnxruntime-node'
import type { ClipModel } from './load-model.js'

/** Where a model runs: execution providers of ONNX Runtime by their names. */
export const PROVIDERS = ['cuda', 'webgpu', 'cpu'] as const
export type Provider = (typeof PROVIDERS)[number]

/** What computes, with its version. */
export const RUNTIME = `onnxruntime ${env.versions.common}`

export type TowerName = 'image' | 'text'

export interface TowerOptions {
  readonly provider: Provider
  /** Threads of one operator on the CPU; 1 or more. */
  readonly threads: number
}

/** One ONNX file, open. `run` blocks the event loop of its thread for as long as it computes. */
export interface Tower {
  /** What the file says of itself; compared with the manifest by `signatureProblems`. */
  readonly session: InferenceSession
  /**
   * `rows * dim` floats, not normalised. `input` holds `rows` pictures (float32, [3, size, size]) or `rows` texts
   * (ids, [context]) without a gap; `lengths` are the ids of each text before its padding, for a tower with an
   * attention mask. Rejects if the runtime does, or if the output is not [rows, dim] float32.
   */
  readonly run: (
    input: Float32Array | Int32Array,
    rows: number,
    lengths?: Int32Array,
  ) => Promise<Float32Array>
  readonly close: () => Promise<void>
}

/** Opens a tower as `provider` runs it and no other: a provider that is missing rejects. */
export async function openTower(model: ClipModel, name: TowerName, options: TowerOptions): Promise<Tower> {
  const { dim } = model.manifest
  const { file, input, output } = model.manifest[name]
  const session = await openSession(join(model.folder, file), options)
  const { context, attention_mask: mask } = model.manifest.text
  const runAtOnce: Tower['run'] = async (data, rows, lengths) => {
    const feeds = { [input]: toTensor(model, name, data, rows) }
    if (name === 'text' && mask !== null) {
      if (lengths === undefined) throw new Error(`Expected lengths of the texts for ${mask}, got none`)
      feeds[mask] = toTensor(model, name, maskRows(lengths, rows, context), rows)
    }
    const result = (await session.run(feeds, [output]))[output]
    const shape = `${result?.type} [${result?.dims.join(', ')}]`
    if (!(result?.data instanceof Float32Array) || shape !== `float32 [${rows}, ${dim}]`) {
      throw new Error(`Expected float32 [${rows}, ${dim}] for ${output}, got ${shape}`)
    }
    return result.data
  }
  const fixed = fixedBatch(session, input)
  const run = fixed === null ? runAtOnce : inParts(runAtOnce, fixed, dim)
  return { session, run, close: () => session.release() }
}

/** Opens an ONNX file as all of ours are opened. */
export function openSession(path: string, { provider, threads }: TowerOptions): Promise<InferenceSession> {
  return InferenceSession.create(path, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // What it would log comes as a rejection, too.
    logSeverityLevel: 4,
    // Threads that spin for work take the CPU from the decoders beside them.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
}

/** Rows that an exported file insists on; null: any number. */
export function fixedBatch(session: Pick<InferenceSession, 'inputMetadata'>, input: string): number | null {
  const value = session.inputMetadata.find(({ name }) => name === input)
  const first = value?.isTensor ? value.shape[0] : undefined
  return typeof first === 'number' && first > 0 ? first : null
}

/** Runs `size` rows at a time, the last ones filled up with zeros. */
function inParts(run: Tower['run'], size: number, dim: number): Tower['run'] {
  return async (data, rows, lengths) => {
    const width = data.length / rows
    const vectors = new Float32Array(rows * dim)
    for (let row = 0; row < rows; row += size) {
      const here = Math.min(size, rows - row)
      const part =
        data instanceof Float32Array ? new Float32Array(size * width) : new Int32Array(size * width)
      part.set(data.subarray(row * width, (row + here) * width))
      const got = await run(part, size, lengths?.subarray(row, row + here))
      vectors.set(got.subarray(0, here * dim), row * dim)
    }
    return vectors
  }
}

/** 1 for each id of a text, 0 behind it; a row without a length is of nothing. */
function maskRows(lengths: Int32Array, rows: number, context: number): Int32Array {
  const mask = new Int32Array(rows * context)
  for (let row = 0; row < rows; row++) mask.fill(1, row * context, row * context + (lengths[row] ?? 0))
  return mask
}

function toTensor(
  { manifest }: ClipModel,
  name: TowerName,
  data: Float32Array | Int32Array,
  rows: number,
): Tensor {
  if (name === 'image') {
    const { size } = manifest.image
    return new Tensor('float32', data as Float32Array, [rows, 3, size, size])
  }
  const dims = [rows, manifest.text.context]
  if (manifest.text.id_type === 'int32') return new Tensor('int32', data as Int32Array, dims)
  return new Tensor('int64', BigInt64Array.from(data as Int32Array, BigInt), dims)
}
