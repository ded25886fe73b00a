import type { InferenceSession } from 'onnxruntime-node'
import { valueProblems } from '../clip/model/tower-signature.js'
import type { Vae } from './load-vae.js'
import type { GraphName } from './open-graph.js'

type Metadata = Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>

/** Problems of what an ONNX file declares against its manifest: names, types, channels, and sides that must be open. */
export function graphProblems(
  { manifest }: Vae,
  name: GraphName,
  { inputMetadata, outputMetadata }: Metadata,
): readonly string[] {
  const graph = manifest[name]
  if (graph === null) return []
  const { file, input, output } = graph
  const { channels, encoder } = manifest
  const picture = [3, 'height', 'width']
  const depth = name === 'encoder' && encoder.output_kind === 'moments' ? 2 * channels : channels
  const latent = [depth, `height / ${manifest.factor}`, `width / ${manifest.factor}`]
  const names = (found: Metadata['inputMetadata']) => found.map((each) => each.name).join(', ')
  const [feed] = inputMetadata
  const result = outputMetadata.find((each) => each.name === output)
  return [
    ...(inputMetadata.length === 1 && feed?.name === input
      ? valueProblems(`${name}.input`, file, feed, 'float32', name === 'encoder' ? picture : latent)
      : [`${name}.input: Expected ${input} as the only input of ${file}, got ${names(inputMetadata)}`]),
    ...(result === undefined
      ? [`${name}.output: Expected the output ${output} of ${file}, got ${names(outputMetadata)}`]
      : valueProblems(`${name}.output`, file, result, 'float32', name === 'encoder' ? latent : picture)),
  ]
}
