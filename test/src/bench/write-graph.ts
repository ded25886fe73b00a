import type { OnnxGraph, OnnxNode } from '@warc2dataset/stages/clip/model/test-onnx'

/** A graph under way. All functions return the name of what they added. */
export interface Writing {
  readonly node: (op: string, inputs: readonly string[], ints?: OnnxNode['ints']) => string
  /** Random numbers between ±1/√inputs. */
  readonly weight: (shape: readonly number[], inputs: number) => string
  readonly floats: (shape: readonly number[], data: Float32Array) => string
  /** A list of integers; as one number for the shape []. */
  readonly ints: (values: readonly number[], shape?: readonly number[]) => string
  readonly nodes: readonly OnnxNode[]
  readonly weights: OnnxGraph['weights']
}

/** Begins a graph; the same seed and calls give the same bytes. */
export function openGraph(seed: number): Writing {
  const nodes: OnnxNode[] = []
  const weights: OnnxGraph['weights'][number][] = []
  let state = seed | 0 || 1
  // Marsaglia's xorshift32: a hundred million numbers must not take long.
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 2 ** 31
  }
  const add = (shape: readonly number[], data: Float32Array | BigInt64Array): string => {
    const name = `weight${weights.length}`
    weights.push({ name, shape, data })
    return name
  }
  return {
    node: (op, inputs, ints = {}) => {
      const output = `value${nodes.length}`
      nodes.push({ op, inputs, output, ints })
      return output
    },
    weight: (shape, inputs) => {
      const data = new Float32Array(shape.reduce((product, size) => product * size, 1))
      const most = inputs ** -0.5
      for (let i = 0; i < data.length; i++) data[i] = next() * most
      return add(shape, data)
    },
    floats: add,
    ints: (values, shape = [values.length]) => add(shape, BigInt64Array.from(values, BigInt)),
    nodes,
    weights,
  }
}
