import { createHash } from 'node:crypto'
import { type HeadManifest, headSchema, RunError } from '@warc2dataset/schemas'
import { findLayers } from './find-layers.js'
import { fitLayers } from './fit-layers.js'
import type { Activation } from './head-source.js'
import { knownEncoder, knownFormula } from './known-texts.js'
import type { HeadFile } from './read-head-source.js'
import type { Tensor } from './tensor.js'
import { writeSafetensors } from './write-safetensors.js'

/** What a person says of a head; what is left out is looked for in its file. */
export interface HeadWishes {
  readonly name: string
  readonly column: string
  readonly requires: string | undefined
  readonly license: string | undefined
  readonly source: string | undefined
  /** Of every layer but the last. */
  readonly activation: Activation | undefined
  readonly last: Activation | undefined
}

/** A head as head.json and its weights have it. */
export interface ConvertedHead {
  readonly manifest: HeadManifest
  readonly weights: Buffer
  /** Of each layer: its name in the file it came from, and its sizes. */
  readonly layers: readonly { readonly from: string; readonly ins: number; readonly outs: number }[]
  /** What a person should know, a line each. */
  readonly notes: readonly string[]
}

export const WEIGHTS_FILE = 'weights.safetensors'

/** What the formula of LAION's NSFW heads adds to the deviation (LAION-AI/CLIP-based-NSFW-Detector). */
const EPSILON = 1e-10
const MAX_TEXT = 1000

/**
 * Makes a head of the tensors in `file`. `encoders`: dim by encoder, of the models that are known.
 * @throws RunError exit 2 where something is neither said nor in the file; exit 5 for tensors that are no head.
 */
export function convertHead(
  file: HeadFile,
  wishes: HeadWishes,
  encoders: ReadonlyMap<string, number>,
): ConvertedHead {
  const { normalise, layers } = found(file)
  const activations = activationsOf(file, wishes, layers.length)
  const { requires, notes } = encoderOf(file, wishes.requires, encoders)
  const tensors = new Map<string, Tensor>(
    normalise === null ? [] : [['norm.mean', normalise.mean] as const, ['norm.variance', normalise.variance]],
  )
  layers.forEach(({ weight, bias }, i) => {
    tensors.set(`linear_${i + 1}.weight`, weight).set(`linear_${i + 1}.bias`, bias)
  })
  const { about } = file
  const license = wishes.license ?? (about['license'] || about['licence'] || 'unknown')
  const source = wishes.source ?? (about['source'] || `${file.file}, sha256 ${file.sha256}`)
  const texts = { requires, license: license.slice(0, MAX_TEXT), source: source.slice(0, MAX_TEXT) }
  const weights = writeSafetensors(tensors, texts)
  const manifest = checked({
    version: 1,
    kind: 'head',
    name: wishes.name,
    id: (about['name'] || file.file.replace(/\.[^.]*$/, '')).slice(0, 200),
    ...texts,
    dim: layers[0]?.weight.shape[1] ?? 0,
    column: wishes.column,
    weights: { file: WEIGHTS_FILE, sha256: createHash('sha256').update(weights).digest('hex') },
    normalise: normalise && { mean: 'norm.mean', variance: 'norm.variance', epsilon: EPSILON },
    layers: activations.map((activation, i) => ({
      weight: `linear_${i + 1}.weight`,
      bias: `linear_${i + 1}.bias`,
      activation,
    })),
  })
  const fitted = fitLayers(manifest, tensors)
  if (!('layers' in fitted)) {
    const order = layers.map(({ from }, i) => `linear_${i + 1} is ${from}`).join(', ')
    throw new RunError('model', [...fitted, `In ${file.file} ${order}.`].join('\n'))
  }
  const dim = encoders.get(requires)
  if (dim !== undefined && dim !== manifest.dim)
    throw new RunError(
      'model',
      `Expected a head of dim ${dim} for embeddings of ${requires}, got ${manifest.dim}`,
    )
  return {
    manifest,
    weights,
    layers: fitted.layers.map(({ ins, outs }, i) => ({ from: layers[i]?.from ?? '', ins, outs })),
    notes: [...notes, ...(license === 'unknown' ? [NO_LICENSE] : [])],
  }
}

const NO_LICENSE = 'The file names no licence; --license says it.'

function found(file: HeadFile): ReturnType<typeof findLayers> {
  try {
    return findLayers(file.tensors)
  } catch (error) {
    throw new RunError('model', `Head file ${file.file}: ${(error as Error).message}`, { cause: error })
  }
}

function activationsOf(
  { about, activations }: HeadFile,
  wishes: HeadWishes,
  count: number,
): readonly Activation[] {
  const formula = knownFormula(about['formula'] ?? '')
  const says = about['formula'] === undefined ? '' : `; the file says ${JSON.stringify(about['formula'])}`
  return Array.from({ length: count }, (_, i) => {
    const isLast = i === count - 1
    const wished = isLast ? wishes.last : wishes.activation
    const got = wished ?? activations[i] ?? (isLast ? formula?.last : formula?.hidden)
    if (got !== undefined) return got
    const [flag, which] = isLast ? ['--last none|sigmoid', 'last'] : ['--activation relu|none', 'other']
    throw new RunError(
      'usage',
      `Expected ${flag}, as the file does not tell the activation of its ${which} layers, got none${says}`,
    )
  })
}

function encoderOf(
  { about: { requires: says } }: HeadFile,
  wished: string | undefined,
  encoders: ReadonlyMap<string, number>,
): { readonly requires: string; readonly notes: readonly string[] } {
  const told = says === undefined ? null : (knownEncoder(says) ?? (encoders.has(says) ? says : null))
  const requires = wished ?? told
  if (requires === null) {
    const got =
      says === undefined ? 'none' : `none, and a file that says ${JSON.stringify(says.slice(0, 200))}`
    throw new RunError('usage', `Expected --requires ENCODER, such as openai/ViT-L-14, got ${got}`)
  }
  const notes = [
    ...(told !== null && told !== requires
      ? [`The file says that it is for ${told}; ${requires} was taken, as --requires says.`]
      : []),
    ...(encoders.has(requires) ? [] : [`No model that comes along has the encoder ${requires}.`]),
  ]
  return { requires, notes }
}

function checked(manifest: unknown): HeadManifest {
  const parsed = headSchema.safeParse(manifest)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(
    (issue) => `Expected another value for ${issue.path.join('.')} of the head: ${issue.message}`,
  )
  throw new RunError('usage', lines.join('\n'))
}
