import { createHash } from 'node:crypto'
import { lstat, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { readSmall } from '../clip/tokens/read-small.js'
import { fitLayers } from './fit-layers.js'
import { type Head, headError } from './load-head.js'
import { readSafetensors, type Safetensors } from './read-safetensors.js'
import { runLayers } from './run-layers.js'

/** Most bytes of a file of weights: 16 million of float32. */
export const MAX_WEIGHT_BYTES = 2 ** 26

/** The number of a head for an embedding (length 1, `dim` numbers). NaN if that is not finite; RangeError for another length. */
export type HeadNumber = (embedding: Float32Array) => number

/**
 * Reads the weights of a head and proves that they are those of its manifest. Rejects with `RunError('model', …)`, one
 * line for each problem with field, file, expected and got.
 */
export async function openHead(head: Head): Promise<HeadNumber> {
  const { tensors } = await readWeights(head)
  const fitted = fitLayers(head.manifest, tensors)
  if (!('layers' in fitted)) throw headError(head, fitted)
  return (embedding) => runLayers(fitted, embedding)
}

async function readWeights(head: Head): Promise<Safetensors> {
  const { file, sha256 } = head.manifest.weights
  const bytes = await readInside(head.folder, file).catch((error: Error) => {
    throw headError(head, [`weights: Expected the file ${file}, got ${error.message}`])
  })
  const got = createHash('sha256').update(bytes).digest('hex')
  if (got !== sha256) throw headError(head, [`weights: Expected sha256 ${sha256} for ${file}, got ${got}`])
  try {
    return readSafetensors(bytes)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw headError(head, [`weights: ${file}: Expected safetensors; ${said}`])
  }
}

async function readInside(folder: string, file: string): Promise<Buffer> {
  const path = join(folder, file)
  if (!(await lstat(path)).isFile()) throw new Error('no regular file')
  const [real, root] = await Promise.all([realpath(path), realpath(folder)])
  if (!real.startsWith(root + sep)) throw new Error(`a link to ${real}, outside the head's folder`)
  return readSmall(path, MAX_WEIGHT_BYTES)
}
