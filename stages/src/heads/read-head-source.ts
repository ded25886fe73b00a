import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { RunError } from '@warc2dataset/schemas'
import { readSmall } from '../clip/tokens/read-small.js'
import type { HeadSource } from './head-source.js'
import { MAX_WEIGHT_BYTES } from './open-head.js'
import { readLayersJson } from './read-layers-json.js'
import { readNpz } from './read-npz.js'
import { readSafetensors } from './read-safetensors.js'

export interface HeadFile extends HeadSource {
  /** Without its folder. */
  readonly file: string
  readonly sha256: string
}

const READERS: Readonly<Record<string, (bytes: Buffer) => HeadSource>> = {
  '.safetensors': (bytes) => {
    const { tensors, metadata } = readSafetensors(bytes)
    return { tensors, about: metadata, activations: [] }
  },
  '.npz': (bytes) => ({ tensors: readNpz(bytes, MAX_WEIGHT_BYTES), about: {}, activations: [] }),
  '.json': (bytes) => readLayersJson(bytes.toString('utf8')),
}

/**
 * Reads the file of a head by its ending: .safetensors, .npz or .json, of at most 64 MiB.
 * @throws RunError exit 2 for another ending, exit 5 for a file that is not there or not what its ending says.
 */
export async function readHeadSource(path: string): Promise<HeadFile> {
  const ending = extname(path).toLowerCase()
  const read = Object.hasOwn(READERS, ending) ? READERS[ending] : undefined
  if (read === undefined)
    throw new RunError('usage', `Expected a .safetensors, .npz or .json file of a head, got ${path}`)
  try {
    if (!(await stat(path)).isFile()) throw new Error('Expected a regular file, got another kind of entry')
    const bytes = await readSmall(path, MAX_WEIGHT_BYTES)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { ...read(bytes), file: basename(path), sha256 }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new RunError('model', `Head file ${path}: ${said}`, { cause: error })
  }
}
