import type { InferenceSession } from 'onnxruntime-node'
import type { ClipModel } from './load-model.js'
import type { TowerName } from './open-tower.js'

type Dims = readonly (number | string)[]
type Metadata = InferenceSession['inputMetadata'][number]

/** Problems of what an ONNX file declares against its manifest: names, types, and shapes as far as they are fixed. */
export function signatureProblems(
  { manifest }: ClipModel,
  tower: TowerName,
  session: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>,
): readonly string[] {
  const { file, input, output } = manifest[tower]
  const { image, text } = manifest
  const inputs = session.inputMetadata
  const outputs = session.outputMetadata
  const feed = inputs.find(({ name }) => name === input)
  const mask = tower === 'text' ? text.attention_mask : null
  const maskFeed = inputs.find(({ name }) => name === mask)
  const wanted = mask === null ? [input] : [input, mask]
  const noun = mask === null ? 'input' : 'inputs'
  const result = outputs.find(({ name }) => name === output)
  const names = (found: readonly Metadata[]) => found.map(({ name }) => name).join(', ')
  const type = tower === 'image' ? 'float32' : text.id_type
  const shape = tower === 'image' ? [3, image.size, image.size] : [text.context]
  return [
    ...(inputs.length === wanted.length && feed !== undefined && (mask === null || maskFeed !== undefined)
      ? valueProblems(`${tower}.input`, file, feed, type, shape)
      : [
          `${tower}.input: Expected ${wanted.join(', ')} as the only ${noun} of ${file}, got ${names(inputs)}`,
        ]),
    ...(maskFeed === undefined
      ? []
      : valueProblems('text.attention_mask', file, maskFeed, text.id_type, [text.context])),
    ...(result === undefined
      ? [`${tower}.output: Expected the output ${output} of ${file}, got ${names(outputs)}`]
      : valueProblems(`${tower}.output`, file, result, 'float32', [manifest.dim])),
  ]
}

/**
 * Problem of one input or output against what its field says: `type` and [batch, …tail]. A name in `tail` stands for a
 * dimension that must be open.
 */
export function valueProblems(
  field: string,
  file: string,
  value: Metadata,
  type: string,
  tail: Dims,
): readonly string[] {
  if (!value.isTensor) return [`${field}: Expected a tensor for ${value.name} of ${file}, got another kind`]
  const got = `${value.type} [${value.shape.join(', ')}]`
  if (value.type === type && fits(value.shape, tail)) return []
  return [`${field}: Expected ${type} [batch, ${tail.join(', ')}] for ${value.name} of ${file}, got ${got}`]
}

/** An output without a declared shape is judged by what it gives. */
function fits(shape: Dims, tail: Dims): boolean {
  if (shape.length === 0) return true
  if (shape.length !== tail.length + 1) return false
  return tail.every((size, i) => !isFixed(shape[i + 1]) || shape[i + 1] === size)
}

function isFixed(dim: number | string | undefined): boolean {
  return typeof dim === 'number' && dim >= 0
}
